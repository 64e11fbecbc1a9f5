package main
import ("fmt"; "github.com/kubernetes-csi/csi-lib-utils/protosanitizer"; "github.com/container-storage-interface/spec/lib/go/csi"; _ "github.com/kubernetes-csi/csi-test/v5/driver"; _ "k8s.io/klog/v2"; _ "google.golang.org/protobuf/types/dynamicpb")
func main(){ fmt.Println(protosanitizer.StripSecrets(&csi.ProbeRequest{})) }

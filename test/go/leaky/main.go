// Command leaky is a CSI driver whose log holds every secret that it gets. It passes all calls on to another driver.
//
// The log is what Go drivers write: the line "gRPCCall" of csi-test's driver package, which csi-driver-host-path writes in
// the same words with -v=5, and the lines of careless handlers: a request as text, as Go syntax and as JSON, and the map
// of secrets by itself.
package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"net"
	"os"
	"os/signal"
	"syscall"

	"github.com/container-storage-interface/spec/lib/go/csi"
	"github.com/kubernetes-csi/csi-test/v5/driver"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
	"k8s.io/klog/v2"
)

func main() {
	klog.InitFlags(nil)
	listen := flag.String("listen", "", "path of the Unix socket to serve")
	forward := flag.String("forward", "", "path of the Unix socket of the driver that does the work")
	flag.Parse()
	if err := run(*listen, *forward); err != nil {
		fmt.Fprintln(os.Stderr, "leaky:", err)
		os.Exit(1)
	}
}

func run(listen, forward string) error {
	conn, err := grpc.NewClient("unix://"+forward,
		grpc.WithTransportCredentials(insecure.NewCredentials()),
		grpc.WithUnaryInterceptor(logRequest))
	if err != nil {
		return err
	}
	defer conn.Close()
	listener, err := net.Listen("unix", listen)
	if err != nil {
		return err
	}
	leaky := driver.NewCSIDriver(&driver.CSIDriverServers{
		Identity:   identity{client: csi.NewIdentityClient(conn)},
		Controller: controller{client: csi.NewControllerClient(conn)},
		Node:       node{client: csi.NewNodeClient(conn)},
	})
	if err := leaky.Start(listener); err != nil {
		return err
	}
	fmt.Println("listening")
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, syscall.SIGTERM, syscall.SIGINT)
	<-signals
	leaky.Stop()
	klog.Flush()
	return nil
}

// logRequest writes a request in the ways in which careless handlers write it.
func logRequest(ctx context.Context, method string, req, reply any, conn *grpc.ClientConn, invoke grpc.UnaryInvoker, opts ...grpc.CallOption) error {
	klog.V(5).Infof("GRPC request: %s %v", method, req)
	klog.V(5).Infof("GRPC request: %s %+v", method, req)
	if text, err := json.Marshal(req); err == nil {
		klog.V(5).InfoS("GRPC request", "method", method, "request", string(text))
	}
	if holder, ok := req.(interface{ GetSecrets() map[string]string }); ok {
		klog.V(5).Infof("%s: got secrets=%v from the request", method, holder.GetSecrets())
		if text, err := json.Marshal(holder.GetSecrets()); err == nil {
			klog.V(5).Infof("%s: Secrets: %s", method, text)
		}
	}
	err := invoke(ctx, method, req, reply, conn, opts...)
	if err != nil {
		klog.Errorf("invalid req: %v: %v", req, err)
	}
	return err
}

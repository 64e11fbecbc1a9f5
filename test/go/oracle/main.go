// Command oracle prints messages as Go's protosanitizer does.
//
// It reads frames from standard input, and writes a frame to standard output for each message. A frame is a length of
// four bytes, big endian, and that many bytes. The first frame is a google.protobuf.FileDescriptorSet with types that this
// program was not built with. Then each message is two frames: the full name of its type, and its wire bytes. The answer
// is the text.
package main

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"

	// Registers the types of CSI, with the option csi_secret.
	_ "github.com/container-storage-interface/spec/lib/go/csi"
	"github.com/kubernetes-csi/csi-lib-utils/protosanitizer"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protodesc"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"
	"google.golang.org/protobuf/types/descriptorpb"
	"google.golang.org/protobuf/types/dynamicpb"
)

func main() {
	in, out := bufio.NewReader(os.Stdin), bufio.NewWriter(os.Stdout)
	if err := serve(in, out); err != nil && !errors.Is(err, io.EOF) {
		fmt.Fprintln(os.Stderr, "oracle:", err)
		os.Exit(1)
	}
}

func serve(in *bufio.Reader, out *bufio.Writer) error {
	types, err := readTypes(in)
	if err != nil {
		return err
	}
	for {
		name, err := readFrame(in)
		if err != nil {
			return err
		}
		wire, err := readFrame(in)
		if err != nil {
			return err
		}
		msg, err := newMessage(types, protoreflect.FullName(name))
		if err != nil {
			return err
		}
		if err := proto.Unmarshal(wire, msg); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		if err := writeFrame(out, protosanitizer.StripSecrets(msg).String()); err != nil {
			return err
		}
		if in.Buffered() == 0 {
			if err := out.Flush(); err != nil {
				return err
			}
		}
	}
}

func readTypes(in *bufio.Reader) (*protoregistry.Files, error) {
	bytes, err := readFrame(in)
	if err != nil {
		return nil, err
	}
	set := &descriptorpb.FileDescriptorSet{}
	if err := proto.Unmarshal(bytes, set); err != nil {
		return nil, err
	}
	return protodesc.NewFiles(set)
}

// newMessage takes the generated type where there is one, so that Go's own idea of a CSI message counts.
func newMessage(types *protoregistry.Files, name protoreflect.FullName) (proto.Message, error) {
	if generated, err := protoregistry.GlobalTypes.FindMessageByName(name); err == nil {
		return generated.New().Interface(), nil
	}
	found, err := types.FindDescriptorByName(name)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	desc, ok := found.(protoreflect.MessageDescriptor)
	if !ok {
		return nil, fmt.Errorf("%s: not a message", name)
	}
	return dynamicpb.NewMessage(desc), nil
}

func readFrame(in *bufio.Reader) ([]byte, error) {
	var length uint32
	if err := binary.Read(in, binary.BigEndian, &length); err != nil {
		return nil, err
	}
	bytes := make([]byte, length)
	_, err := io.ReadFull(in, bytes)
	return bytes, err
}

func writeFrame(out *bufio.Writer, text string) error {
	if err := binary.Write(out, binary.BigEndian, uint32(len(text))); err != nil {
		return err
	}
	_, err := out.WriteString(text)
	return err
}

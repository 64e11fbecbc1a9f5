/** What the page shows first: the request in which Kubernetes delivers the tokens of a pod. */
export const EXAMPLE_PROTO = `// A part of the Container Storage Interface.
syntax = "proto3";
package csi.v1;

import "google/protobuf/descriptor.proto";

extend google.protobuf.FieldOptions {
  bool csi_secret = 1059;
}

message VolumeCapability {
  message MountVolume {
    string fs_type = 1;
    repeated string mount_flags = 2;
  }
  oneof access_type {
    MountVolume mount = 2;
  }
}

message NodePublishVolumeRequest {
  string volume_id = 1;
  map<string, string> publish_context = 2;
  string staging_target_path = 3;
  string target_path = 4;
  VolumeCapability volume_capability = 5;
  bool readonly = 6;
  map<string, string> secrets = 7 [(csi_secret) = true];
  // The kubelet puts the tokens of the pod here, and no option marks them.
  map<string, string> volume_context = 8;
}
`;

export const EXAMPLE_TYPE = "csi.v1.NodePublishVolumeRequest";

/** The tokens are made up: the header and claims of a JSON Web Token, and no signature of anybody. */
const TOKEN = [
  "eyJhbGciOiJSUzI1NiIsImtpZCI6ImV4YW1wbGUifQ",
  "eyJhdWQiOlsidmF1bHQiXSwic3ViIjoic3lzdGVtOnNlcnZpY2VhY2NvdW50OmRlbW86d2ViIn0",
  "bm90LWEtcmVhbC1zaWduYXR1cmUtb2YtYW55Ym9keQ",
].join(".");

export const EXAMPLE_MESSAGE: string = JSON.stringify(
  {
    volume_id: "vol-7f3a",
    target_path: "/var/lib/kubelet/pods/0d1c/volumes/data/mount",
    volume_capability: { mount: { fs_type: "cifs", mount_flags: ["vers=3.0"] } },
    secrets: { username: "backup", password: "correct horse&battery" },
    volume_context: {
      "csi.storage.k8s.io/pod.name": "web-0",
      "csi.storage.k8s.io/serviceAccount.tokens": JSON.stringify({
        vault: { token: TOKEN, expirationTimestamp: "2026-01-01T00:00:00Z" },
      }),
    },
  },
  null,
  2,
);

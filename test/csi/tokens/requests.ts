import { create, toBinary } from "@bufbuild/protobuf";
import wrappers from "google-protobuf/google/protobuf/wrappers_pb.js";
import {
  type NodePublishVolumeRequest,
  NodePublishVolumeRequestSchema,
} from "../../../src/csi/gen/csi/v1/csi_pb.js";
import { libraries } from "../../representations/all-libraries.js";

/** The key, as the kubelet has it. */
export const KEY = "csi.storage.k8s.io/serviceAccount.tokens";

/** A token as the API server issues them, in shape. */
export const TOKEN =
  "eyJhbGciOiJSUzI1NiIsImtpZCI6IkFCQyJ9.eyJhdWQiOlsidmF1bHQiXSwic3ViIjoic3lzdGVtOnNlcnZpY2VhY2NvdW50Om5zOnNhIn0.c2lnbmF0dXJl";
export const EXPIRES = "2026-01-01T00:00:00Z";

/** The text that the kubelet passes, with one token per audience. */
export function tokensText(tokens: Readonly<Record<string, string>> = { vault: TOKEN }): string {
  const entries = Object.entries(tokens).map(([audience, token]) => [
    audience,
    { token, expirationTimestamp: EXPIRES },
  ]);
  return JSON.stringify(Object.fromEntries(entries));
}

/** What the two maps of a request hold. */
export interface Maps {
  readonly secrets?: Record<string, string>;
  readonly volumeContext?: Record<string, string>;
}

/** A request as @bufbuild/protobuf has it. */
export function requestWith(maps: Maps): NodePublishVolumeRequest {
  return create(NodePublishVolumeRequestSchema, {
    volumeId: "vol-1",
    targetPath: "/target",
    volumeCapability: { accessType: { case: "mount", value: { fsType: "ext4" } } },
    ...maps,
  });
}

/** What a message of google-protobuf is like: only its bytes tell. There is no generator for it here. */
class JspbRequest extends wrappers.StringValue {
  #bytes: Uint8Array = new Uint8Array(0);

  static override deserializeBinary(bytes: Uint8Array): JspbRequest {
    const message = new JspbRequest();
    message.#bytes = bytes;
    return message;
  }

  override serializeBinary(): Uint8Array {
    return this.#bytes;
  }
}

const TYPE = "csi.v1.NodePublishVolumeRequest";

/** Every way in which a driver may hold a request. */
export const representations: readonly { readonly name: string; make(maps: Maps): unknown }[] = [
  { name: "@bufbuild/protobuf", make: requestWith },
  { name: "wire bytes", make: (maps) => toBinary(NodePublishVolumeRequestSchema, requestWith(maps)) },
  {
    name: "a Buffer of wire bytes",
    make: (maps) => Buffer.from(toBinary(NodePublishVolumeRequestSchema, requestWith(maps))),
  },
  {
    name: "google-protobuf",
    make: (maps) =>
      JspbRequest.deserializeBinary(toBinary(NodePublishVolumeRequestSchema, requestWith(maps))),
  },
  {
    name: "a plain object in snake case",
    make: ({ secrets, volumeContext }) => ({ secrets, volume_context: volumeContext }),
  },
  {
    name: "an object with Maps",
    make: ({ secrets = {}, volumeContext = {} }) => ({
      secrets: new Map(Object.entries(secrets)),
      volumeContext: new Map(Object.entries(volumeContext)),
    }),
  },
  ...libraries.map((library) => ({
    name: library.name,
    make: (maps: Maps) => library.decode(TYPE, toBinary(NodePublishVolumeRequestSchema, requestWith(maps))),
  })),
];

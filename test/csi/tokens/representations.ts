import { toBinary } from "@bufbuild/protobuf";
import wrappers from "google-protobuf/google/protobuf/wrappers_pb.js";
import { NodePublishVolumeRequestSchema } from "../../../src/csi/gen/csi/v1/csi_pb.js";
import { libraries } from "../../representations/all-libraries.js";
import { type Maps, requestWith } from "./requests.js";

/** Imitates a message of google-protobuf, which is read through its bytes: there is no generator for it here. */
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

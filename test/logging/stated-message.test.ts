import { create, toBinary } from "@bufbuild/protobuf";
import { describe, expect, it } from "vitest";
import { NodePublishVolumeRequestSchema } from "../../src/csi/gen/csi/v1/csi_pb.js";
import { createCsiSanitizer } from "../../src/csi/index.js";
import { isStatedMessage, rememberType, strippedMessage } from "../../src/logging/logged-messages.js";
import { libraries } from "../representations/all-libraries.js";

const TYPE = NodePublishVolumeRequestSchema.typeName;
const bytes = toBinary(
  NodePublishVolumeRequestSchema,
  create(NodePublishVolumeRequestSchema, { volumeId: "vol-1", secrets: { password: "hunter2" } }),
);
const sanitizer = createCsiSanitizer();

/** A message as a library decodes it. */
function decoded(library: (typeof libraries)[number]): object {
  const message = library.decode(TYPE, bytes);
  if (typeof message !== "object" || message === null) throw new Error("no object");
  return message;
}

const known = libraries.filter((library) => library.knows(TYPE));
const saysItsType = /reflect|protobufjs|annotated|@protobuf-ts|@bufbuild.protobuf 1/;

describe.each(known.filter(({ name }) => saysItsType.test(name) && !/loader/.test(name)))(
  "$name",
  (library) => {
    it("makes messages that are recognised and stripped", () => {
      const message = decoded(library);
      expect(isStatedMessage(message)).toBe(true);
      expect(String(strippedMessage(sanitizer, message))).toBe(
        '{"secrets":"***stripped***","volume_id":"vol-1"}',
      );
    });
  },
);

describe.each(known.filter(({ name }) => !saysItsType.test(name) || /loader/.test(name)))(
  "$name",
  (library) => {
    it("makes messages that are not recognised, unless their type is remembered", () => {
      const message = decoded(library);
      expect(isStatedMessage(message)).toBe(false);
      rememberType(message, TYPE);
      expect(isStatedMessage(message)).toBe(true);
      expect(String(strippedMessage(sanitizer, message))).toContain('"secrets":"***stripped***"');
      expect(isStatedMessage(decoded(library))).toBe(false);
    });
  },
);

it("a value that is not an object has no type to remember", () => {
  for (const value of [undefined, null, "text", 5]) expect(() => rememberType(value, TYPE)).not.toThrow();
});

import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { randomMessage } from "../../playground/src/message/random-message.js";
import { readMessage } from "../../playground/src/message/read-message.js";
import { schemaOfBytes } from "../../playground/src/schema/schema.js";

describe("a random message", () => {
  const { registry, messages } = schemaOfBytes(readFileSync("test/gen/descriptor-set.binpb"));

  it("of any type can be read, and is the same for a seed", () => {
    for (const type of messages) {
      const made = randomMessage(type, registry, 7);
      const read = readMessage(made.form, made.text, type, registry);
      expect(read.$typeName).toBe(type.typeName);
      expect(randomMessage(type, registry, 7)).toEqual(made);
    }
  });

  it("is JSON, unless two fields have one name there", () => {
    const others = messages.filter((type) => randomMessage(type, registry, 1).form !== "json");
    // The others hold one of it.
    expect(others.map(({ typeName }) => typeName)).toEqual([
      "legacy.v1.Renamed",
      "legacy.v1.Everything",
      "wkt.v1.HiddenPositions",
    ]);
  });

  it("has all fields set that are no messages too deep", () => {
    const type = registry.getMessage("csi.v1.NodePublishVolumeRequest");
    if (type === undefined) throw new Error("the type is not known");
    const { text } = randomMessage(type, registry, 1);
    expect(Object.keys(JSON.parse(text)).sort()).toEqual(type.fields.map(({ name }) => name).sort());
    expect(text).toMatch(/"secrets": \{\s*"username"/);
  });
});

describe("a message that is written", () => {
  const { registry } = schemaOfBytes(readFileSync("test/gen/descriptor-set.binpb"));
  const type = registry.getMessage("google.protobuf.StringValue");
  if (type === undefined) throw new Error("the type is not known");

  it.each([
    ["base64", "CgRqYW5l"],
    ["base64", " CgRq\n YW5l "],
    ["hex", "0a046a616e65"],
    ["hex", "0A:04:6A:61:6E:65"],
    ["hex", "\\x0a\\x04\\x6a\\x61\\x6e\\x65"],
    ["json", '"jane"'],
  ] as const)("as %s is read: %s", (form, text) => {
    expect(readMessage(form, text, type, registry)).toMatchObject({ value: "jane" });
  });

  it("may be empty", () => {
    expect(readMessage("json", " \n", type, registry)).toMatchObject({ value: "" });
  });

  it.each([
    ["base64", "%%%"],
    ["hex", "0a0"],
    ["hex", "xyz"],
    ["json", "{"],
  ] as const)("as %s is refused: %s", (form, text) => {
    expect(() => readMessage(form, text, type, registry)).toThrow();
  });
});

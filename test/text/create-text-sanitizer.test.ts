import { inspect } from "node:util";
import { toBinary } from "@bufbuild/protobuf";
import { describe, expect, it } from "vitest";
import { csiRegistry } from "../../src/csi/index.js";
import { createSanitizer, jwt, type SanitizerFormat, SchemaError } from "../../src/index.js";
import { createTextSanitizer } from "../../src/text/index.js";
import { expectEqual } from "../properties/expect-equal.js";
import { messageSamples } from "../properties/message-samples.js";
import { policies, registry, subjects } from "../properties/subjects.js";
import { parsedRoot } from "../representations/protobufjs-root.js";

const FORMATS: readonly SanitizerFormat[] = ["go", "protojson"];

/** A sanitizer that only prints, and one that does everything, with the same options. */
const pairs = FORMATS.flatMap((format) => {
  const limits = { maxDepth: 2, maxStringLength: 7, maxListLength: 2 };
  return [
    { schemas: [registry], policy: policies },
    { policy: { detectors: [jwt] }, limits },
  ].map((rest) => {
    const options = { format, onSuspect: "ignore", ...rest } as const;
    return { text: createTextSanitizer(options), whole: createSanitizer(options) };
  });
});

describe.each(subjects)("a text sanitizer prints what the whole one prints: $name", (subject) => {
  it("of messages, of wire bytes, and lazily; with schemas, and with types that come with the call", () => {
    const checked = messageSamples(subject).check(({ desc, message }) => {
      const bytes = toBinary(desc, message);
      for (const { text, whole } of pairs) {
        expectEqual(text.stringify(desc, message), whole.stringify(desc, message));
        expectEqual(text.stringify(desc.typeName, bytes), whole.stringify(desc.typeName, bytes));
        expectEqual(text.stringifyBinary(desc, bytes), whole.stringifyBinary(desc, bytes));
        expectEqual(text.toJson(message), whole.toJson(message));
        expectEqual(inspect(text.strip(message)), inspect(whole.strip(message)));
      }
    });
    expect(checked).toBeGreaterThan(0);
  });

  it("and explains the same verdicts and suspects", () => {
    for (const { text, whole } of pairs.filter((_, index) => index % 2 === 0)) {
      for (const desc of subject.types) expectEqual(text.explain(desc), whole.explain(desc));
      expectEqual(text.suspects(), whole.suspects());
    }
  });
});

describe("a text sanitizer", () => {
  const TYPE = "csi.v1.NodeStageVolumeRequest";
  const sanitizer = createTextSanitizer({ schemas: [csiRegistry] });

  it("has the methods that print and explain, and no others", () => {
    expect(Object.keys(sanitizer).sort()).toEqual([
      "explain",
      "for",
      "method",
      "stringify",
      "stringifyBinary",
      "strip",
      "suspects",
      "toJson",
    ]);
    expect(sanitizer.method("/csi.v1.Node/NodeStageVolume")?.input).toBe(TYPE);
  });

  it("prints a note for messages of other libraries", () => {
    const root = parsedRoot(8, false).lookupType(TYPE);
    const plain = { volume_id: "v", secrets: { password: "hunter2" } };
    for (const message of [plain, { volumeId: "v" }, root.create({ volumeId: "v" }), "v", 7]) {
      expect(sanitizer.stringify(TYPE, message)).toBe(`"<<wrong type of value, ${TYPE}>>"`);
      expect(sanitizer.toJson(TYPE, message)).toBe(`<<wrong type of value, ${TYPE}>>`);
    }
    expect(sanitizer.stringify(plain)).toBe('"<<not a protobuf message>>"');
  });

  it.each([
    ["a Root of protobufjs", parsedRoot(8, false)],
    ["the JSON of a Root", { nested: {} }],
    ["bytes", new Uint8Array(3)],
    ["null", null],
    ["a text", "hunter2"],
  ])("refuses schemas that it cannot read: %s", (_, schema) => {
    // What the types forbid.
    const schemas = [schema] as unknown as [typeof csiRegistry];
    expect(() => createTextSanitizer({ schemas })).toThrow(SchemaError);
    expect(() => createTextSanitizer({ schemas })).not.toThrow(/hunter2/);
  });

  it("prints a note for a type of protobufjs: only the whole sanitizer can read it", () => {
    const type = parsedRoot(8, false).lookupType(TYPE);
    const [message, given] = [type.create({ volumeId: "v" }), type as unknown as string]; // what the types forbid
    expect(sanitizer.stringify(message)).toBe('"<<not a protobuf message>>"');
    expect(sanitizer.stringify(given, { volume_id: "v" })).toBe('"<<not a protobuf message>>"');
  });

  it("refuses an option that does not exist by its own name", () => {
    const options = { schema: [] } as object;
    expect(() => createTextSanitizer(options)).toThrow(
      /^schema: no such option of createTextSanitizer.*schemas/,
    );
  });
});

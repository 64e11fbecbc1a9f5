import { create, createFileRegistry, fromBinary, toBinary } from "@bufbuild/protobuf";
import { FileDescriptorSetSchema } from "@bufbuild/protobuf/wkt";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { csiRegistry } from "../../src/csi/index.js";
import { createSanitizer, SchemaError } from "../../src/index.js";
import { file_probe, LeafSchema, ListsSchema, TreeSchema } from "../gen/probe_pb.js";
import { anyMessage, policies, registry, subjects } from "../properties/subjects.js";
import { runs } from "../runs.js";

const types = subjects.flatMap((subject) => subject.types);
const leaf = create(LeafSchema, { open: "a", hidden: "hunter2" });
const TEXT = '{"hidden":"***stripped***","open":"a"}';

describe("the type of a message", () => {
  const sanitizer = createSanitizer({ schemas: [registry] });

  it("is the one that it says it is, or the one that is given", () => {
    for (const type of [undefined, LeafSchema, "probe.v1.Leaf"]) {
      expect(sanitizer.stringify(type, leaf)).toBe(TEXT);
      expect(String(sanitizer.strip(type, leaf))).toBe(TEXT);
      expect(sanitizer.toJson(type, leaf)).toEqual(JSON.parse(TEXT));
    }
    expect(sanitizer.stringify(leaf)).toBe(TEXT);
    expect(sanitizer.toJson(leaf)).toEqual(JSON.parse(TEXT));
  });

  it("is not read from the index argument of a callback", () => {
    expect([leaf, leaf].map(sanitizer.stringify)).toEqual([TEXT, TEXT]);
    expect([leaf].map(sanitizer.strip).join()).toBe(TEXT);
  });

  it("prints a note if it is not a type", () => {
    for (const type of [7, true, {}, [], () => LeafSchema, Symbol("probe.v1.Leaf"), leaf]) {
      const notAType: object = Object(type);
      expect(Reflect.apply(sanitizer.stringify, undefined, [notAType, leaf])).toBe(
        '"<<not a protobuf message>>"',
      );
    }
    expect(sanitizer.stringify("probe.v1.Leaves", leaf)).toBe('"<<unknown type, probe.v1.Leaves>>"');
    expect(sanitizer.stringify("", leaf)).toBe('"<<unknown type>>"');
  });

  it("may be a descriptor that the sanitizer was not made with", () => {
    const bare = createSanitizer();
    expect(bare.stringify(leaf)).toBe('"<<unknown type, probe.v1.Leaf>>"');
    expect(bare.stringify(LeafSchema, leaf)).toBe(TEXT);
    expect(bare.stringify(TreeSchema, create(TreeSchema, { hidden: "hunter2" }))).toBe(
      '{"hidden":"***stripped***"}',
    );
  });

  it("may be a descriptor without options: fields that the sanitizer knows as secret stay secret", () => {
    const files = [csiRegistry.getMessage("csi.v1.Volume")?.file, file_probe].flatMap((file) => file ?? []);
    const withImports = [
      ...new Set(
        files.flatMap((file) => [...file.dependencies.flatMap((one) => [...one.dependencies, one]), file]),
      ),
    ];
    const set = create(FileDescriptorSetSchema, { file: withImports.map((file) => file.proto) });
    const copy = fromBinary(FileDescriptorSetSchema, toBinary(FileDescriptorSetSchema, set));
    for (const message of copy.file.flatMap((file) =>
      file.package === "probe.v1" ? file.messageType : [],
    )) {
      for (const field of message.field) delete field.options;
    }
    const bare = createFileRegistry(copy).getMessage("probe.v1.Leaf");
    if (bare === undefined) throw new Error("the copy holds the same types");
    expect(createSanitizer().stringify(bare, leaf)).toContain("hunter2");
    expect(sanitizer.stringify(bare, leaf)).toBe(TEXT);
  });
});

describe("toJson", () => {
  it.each(["go", "protojson"] as const)("equals the text, in the format %s", (format) => {
    const sanitizer = createSanitizer({ schemas: [registry], policy: policies, format });
    fc.assert(
      fc.property(anyMessage(types), ({ message }) => {
        const text = sanitizer.stringify(message);
        expect(withNumbers(sanitizer.toJson(message))).toEqual(withNumbers(JSON.parse(text)));
        if (format === "protojson") expect(sanitizer.toJson(message)).toEqual(JSON.parse(text));
      }),
      { numRuns: runs(1000) },
    );
  });

  it("keeps the digits of integers beyond 2^53, which JSON.parse rounds", () => {
    const sanitizer = createSanitizer({ schemas: [registry] });
    const longs = [2n ** 53n - 1n, 2n ** 53n, -(2n ** 53n) - 1n];
    const lists = create(ListsSchema, { longs });
    expect(sanitizer.stringify(lists)).toBe(
      '{"longs":[9007199254740991,9007199254740992,-9007199254740993]}',
    );
    expect(sanitizer.toJson(lists)).toEqual({
      longs: [9007199254740991, "9007199254740992", "-9007199254740993"],
    });
  });
});

describe("a sanitizer", () => {
  it("without options knows no types but the well-known ones", () => {
    expect(
      createSanitizer().stringify({ $typeName: "google.protobuf.Timestamp", seconds: 7n, nanos: 0 }),
    ).toBe('{"seconds":7}');
  });

  it("with an empty list of policies has the default policy", () => {
    expect(createSanitizer({ schemas: [registry], policy: [] }).stringify(leaf)).toBe(TEXT);
  });

  it("has its own policy, whichever others there are", () => {
    const open = createSanitizer({ schemas: [registry], policy: { fieldOptions: [] } });
    const strict = createSanitizer({ schemas: [registry], policy: { fields: ["probe.v1.Leaf.open"] } });
    expect(open.stringify(leaf)).toBe('{"hidden":"hunter2","open":"a"}');
    expect(strict.stringify(leaf)).toBe('{"hidden":"***stripped***","open":"***stripped***"}');
    expect(open.stringify(leaf)).toBe('{"hidden":"hunter2","open":"a"}');
  });

  it("is not made with a format that there is not", () => {
    const options: object = { format: "json" };
    expect(() => createSanitizer(options)).toThrow(new RangeError('format: expected "go" or "protojson"'));
  });

  it("explains no type that it does not know", () => {
    expect(() => createSanitizer().explain("acme.v1.Login")).toThrow(SchemaError);
    expect(() => createSanitizer().explain("acme.v1.Login")).toThrow(
      "no schema knows the type acme.v1.Login",
    );
  });
});

/** The same value with all texts of integers as the numbers that JSON.parse makes of them. */
function withNumbers(json: unknown): unknown {
  if (typeof json === "string" && /^-?\d{16,20}$/.test(json)) return Number(json);
  if (Array.isArray(json)) return json.map(withNumbers);
  if (typeof json !== "object" || json === null) return json;
  return Object.fromEntries(Object.entries(json).map(([key, value]) => [key, withNumbers(value)]));
}

import { create } from "@bufbuild/protobuf";
import { anyPack } from "@bufbuild/protobuf/wkt";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createSanitizer, type Sanitizer, type SanitizerFormat } from "../../src/index.js";
import { ListsSchema, MapsSchema, ScalarsSchema, TreeSchema } from "../gen/probe_pb.js";
import { SingularSchema } from "../gen/well_known_pb.js";
import { anyMessage, policies, registry, subjects } from "../properties/subjects.js";
import { casesInTurn, runs } from "../runs.js";

const FORMATS: readonly SanitizerFormat[] = ["go", "protojson"];
const types = subjects.flatMap((subject) => subject.types);

/** Sanitizers by limit, made once each: they compile every type that they meet. */
function byLimit(format: SanitizerFormat): (maxOutputLength: number) => Sanitizer {
  const made = new Map<number, Sanitizer>();
  return (maxOutputLength) => {
    const limits = { maxOutputLength };
    const sanitizer =
      made.get(maxOutputLength) ?? createSanitizer({ schemas: [registry], policy: policies, format, limits });
    made.set(maxOutputLength, sanitizer);
    return sanitizer;
  };
}

describe.each(FORMATS)("maxOutputLength in the format %s", (format) => {
  const whole = createSanitizer({ schemas: [registry], policy: policies, format });
  const limited = byLimit(format);
  // Dense where texts are short, and up to the longest.
  const dense = Array.from({ length: 97 }, (_, index) => 64 + index);
  const anyLimit = fc.oneof(
    fc.constantFrom(...casesInTurn(dense, FORMATS.indexOf(format))),
    fc.constantFrom(200, 300, 500, 1000, 5000, 100_000),
  );

  it("the text is JSON on one line and no longer than the limit", () => {
    fc.assert(
      fc.property(anyMessage(types), anyLimit, ({ message }, limit) => {
        const text = limited(limit).stringify(message);
        expect(text.length).toBeLessThanOrEqual(limit);
        expect(() => JSON.parse(text)).not.toThrow();
        expect(text).not.toMatch(/[\n\r\u2028\u2029\u0085]/);
      }),
      { numRuns: runs(2000) },
    );
  });

  it("the text is the whole text if that fits with room to spare, and otherwise states the cut", () => {
    fc.assert(
      fc.property(anyMessage(types), anyLimit, ({ message }, limit) => {
        const full = whole.stringify(message);
        const text = limited(limit).stringify(message);
        // Room for the note of a cut, and for a comma that is counted and not printed in each object and list.
        const needed = full.length + 64 + full.replace(/[^{[]/g, "").length * 2;
        if (needed <= limit) expect(text).toBe(full);
        else if (text !== full) expect(text).toContain("<<output limit reached>>");
      }),
      { numRuns: runs(2000) },
    );
  });

  it("says so once", () => {
    fc.assert(
      fc.property(anyMessage(types), anyLimit, ({ message }, limit) => {
        expect(
          limited(limit).stringify(message).split("<<output limit reached>>").length,
        ).toBeLessThanOrEqual(2);
      }),
      { numRuns: runs(1000) },
    );
  });

  it("toJson is cut as the text is", () => {
    fc.assert(
      fc.property(anyMessage(types), anyLimit, ({ message }, limit) => {
        const json = JSON.stringify(limited(limit).toJson(message));
        expect(
          json.includes("<<output limit reached>>") || json === JSON.stringify(whole.toJson(message)),
        ).toBe(true);
      }),
      { numRuns: runs(500) },
    );
  });
});

describe("a text that is cut closes what it opened", () => {
  const sanitizer = createSanitizer({ schemas: [registry], limits: { maxOutputLength: 100 } });

  it("in a message", () => {
    const scalars = create(ScalarsSchema, { fBool: true, fString: "x".repeat(100), fInt32: 1, fUint32: 2 });
    expect(sanitizer.stringify(scalars)).toBe(
      '{"f_bool":true,"f_int32":1,"<<cut>>":"<<output limit reached>>"}',
    );
  });

  it("in a list", () => {
    const strings = Array.from({ length: 100 }, (_, index) => `item ${index}`);
    expect(sanitizer.stringify(create(ListsSchema, { strings }))).toBe(
      '{"strings":["item 0","item 1","item 2","item 3","item 4","<<output limit reached>>"]}',
    );
  });

  it("in a map", () => {
    const byString = Object.fromEntries(Array.from({ length: 100 }, (_, index) => [`key ${index}`, "a"]));
    expect(sanitizer.stringify(create(MapsSchema, { byString }))).toBe(
      '{"by_string":{"key 0":"a","key 1":"a","key 10":"a","<<cut>>":"<<output limit reached>>"}}',
    );
  });

  it("in messages in each other", () => {
    let tree = create(TreeSchema, { label: "bottom" });
    for (let level = 0; level < 50; level++) tree = create(TreeSchema, { left: tree });
    const text = sanitizer.stringify(tree);
    expect(text).toMatch(/^(\{"left":){5,9}\{"<<cut>>":"<<output limit reached>>"\}+$/);
  });

  it("in an Any", () => {
    const any = anyPack(ScalarsSchema, create(ScalarsSchema, { fString: "x".repeat(100) }));
    expect(sanitizer.stringify(create(SingularSchema, { any }))).toContain(
      '"<<cut>>":"<<output limit reached>>"',
    );
  });
});

describe("a value that is not a message keeps to the limit, too", () => {
  const sanitizer = createSanitizer({ limits: { maxOutputLength: 64 } });

  it("a string", () => {
    expect(sanitizer.stringify("x".repeat(20))).toBe(`"${"x".repeat(20)}"`);
    expect(sanitizer.stringify("x".repeat(65))).toBe('"<<output limit reached>>"');
  });

  it("a note with the name of an unknown type", () => {
    const message = { $typeName: `acme.v1.${"X".repeat(200)}` };
    expect(sanitizer.stringify(message).length).toBeLessThanOrEqual(64);
    expect(sanitizer.stringify(message.$typeName, message).length).toBeLessThanOrEqual(64);
  });
});

import { create } from "@bufbuild/protobuf";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createSanitizer } from "../../src/index.js";
import { hasSurrogates, sortByKey } from "../../src/write/text/key-order.js";
import { anyText } from "../any-text.js";
import { MapsSchema, ScalarsSchema } from "../gen/probe_pb.js";
import { registry } from "../properties/subjects.js";
import { runs } from "../runs.js";

// Few characters, so that keys share beginnings: ASCII, around the surrogates, and beyond them.
const unit = fc.constantFrom(
  "a",
  "b",
  "é",
  "\ud7ff",
  "\ue000",
  "\uffff",
  "\u{10000}",
  "\u{1f600}",
  "\u{10ffff}",
);
const anyKeys = fc.array(fc.oneof(fc.string({ unit, maxLength: 4 }), anyText()));

function byUtf8(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

function sorted(keys: readonly string[]): string[] {
  const entries = keys.map((key) => ({ key, hasSurrogates: hasSurrogates(key) }));
  sortByKey(entries);
  return entries.map(({ key }) => key);
}

describe("keys are sorted by their UTF-8 bytes", () => {
  it("with any characters", () => {
    fc.assert(
      fc.property(anyKeys, (keys) => {
        expect(sorted(keys)).toEqual([...keys].sort(byUtf8));
      }),
      { numRuns: runs(5000) },
    );
  });

  it("however many there are", () => {
    fc.assert(
      fc.property(fc.array(fc.string(), { maxLength: 100, size: "max" }), (keys) => {
        expect(sorted(keys)).toEqual([...keys].sort(byUtf8));
      }),
      { numRuns: runs(200) },
    );
  });

  it("lone surrogates are sorted like U+FFFD, which they print as", () => {
    const anyUnits = fc.array(fc.constantFrom("a", "\ud800", "\udfff", "\ufffc", "\ufffe", "\u{10000}"));
    fc.assert(
      fc.property(fc.array(anyUnits.map((units) => units.join(""))), (keys) => {
        const printed = sorted(keys).map((key) => key.toWellFormed());
        expect(printed).toEqual([...printed].sort(byUtf8));
      }),
      { numRuns: runs(2000) },
    );
  });

  it("if UTF-16 has another order: characters beyond U+FFFF come last", () => {
    expect(sorted(["\u{1f600}", "\uffff", "z", "é", "Z", ""])).toEqual([
      "",
      "Z",
      "z",
      "é",
      "\uffff",
      "\u{1f600}",
    ]);
  });
});

describe("in a text", () => {
  const sanitizer = createSanitizer({ schemas: [registry] });

  it("the keys of a map are sorted so, numbers among them", () => {
    const byInt32 = { 10: "a", 9: "b", "-1": "c" };
    expect(sanitizer.stringify(create(MapsSchema, { byInt32 }))).toBe(
      '{"by_int32":{"-1":"c","10":"a","9":"b"}}',
    );
    const byString = { "\u{1f600}": "a", "\uffff": "b", 2: "c", 10: "d" };
    expect(sanitizer.stringify(create(MapsSchema, { byString }))).toBe(
      '{"by_string":{"10":"d","2":"c","\uffff":"b","\u{1f600}":"a"}}',
    );
  });

  it("fields are sorted by name, or by number in ProtoJSON", () => {
    const scalars = create(ScalarsSchema, { fUint64: 1n, fBool: true, fDouble: 1, fColor: 1 });
    expect(sanitizer.stringify(scalars)).toBe(
      '{"f_bool":true,"f_color":"COLOR_RED","f_double":1,"f_uint64":1}',
    );
    expect(createSanitizer({ schemas: [registry], format: "protojson" }).stringify(scalars)).toBe(
      '{"fDouble":1,"fUint64":"1","fBool":true,"fColor":"COLOR_RED"}',
    );
  });
});

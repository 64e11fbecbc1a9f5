import { describe, expect, it } from "vitest";
import { file_csi_v1_csi } from "../../src/csi/gen/csi/v1/csi_pb.js";
import { DEFAULT_FIELD_OPTIONS, type Policy } from "../../src/policy/policy.js";
import { buildFile, stringField, undecodable } from "../schema/build-file.js";
import { checked, schemaSet } from "./checked-policy.js";

const FLAG = "conditions.flag";
const LEVEL = "conditions.level";
const RULES = "conditions.rules";

describe("a rule for options has to name what exists, and to count somewhere", () => {
  it.each<[Policy, string]>([
    [{}, ""],
    [{ fieldOptions: DEFAULT_FIELD_OPTIONS }, ""],
    [{ fieldOptions: [{ option: "csi.v1.csi_secret" }] }, ""],
    [{ fieldOptions: [{ all: ["csi.v1.csi_secret"] }] }, ""],
    [
      { fieldOptions: [{ all: ["csi.v1.csi_secret", "debug_redact"] }] },
      'fieldOptions: "csi.v1.csi_secret" and "debug_redact": makes no field of the given schemas secret',
    ],
    [
      { fieldOptions: [{ all: ["csi.v1.csi_secret", FLAG] }] },
      'fieldOptions: "csi.v1.csi_secret" and "conditions.flag": makes no field of the given schemas secret',
    ],
    [
      { fieldOptions: [{ option: "csi.v1.csi_secret", path: "a" }] },
      'fieldOptions: "csi.v1.csi_secret": no such field option in the given schemas',
    ],
    [
      { fieldOptions: [{ option: "csi.v1.csi_secret", is: [true] }] },
      'fieldOptions: "csi.v1.csi_secret": no such field option in the given schemas',
    ],
    [
      { fieldOptions: [{ option: "debug_redact", is: [true] }] },
      'fieldOptions: "debug_redact": takes no condition: name it alone',
    ],
    [
      { fieldOptions: [{ all: [FLAG, { option: "debug_redact", present: false }] }] },
      'fieldOptions: "debug_redact": takes no condition: name it alone',
    ],
    [{ fieldOptions: [FLAG] }, ""],
    [
      { fieldOptions: ["conditions.flga"] },
      'fieldOptions: "conditions.flga": no such field option in the given schemas; did you mean "conditions.flag"?',
    ],
    [
      { fieldOptions: ["debug_redacted"] },
      'fieldOptions: "debug_redacted": no such field option in the given schemas; did you mean "debug_redact"?',
    ],
    [{ fieldOptions: ["another"] }, 'fieldOptions: "another": no such field option in the given schemas'],
    [
      { fieldOptions: ["conditions.message_level"] },
      'fieldOptions: "conditions.message_level": is an option of messages, so it belongs under messageOptions',
    ],
    [
      { fieldOptions: [LEVEL] },
      'fieldOptions: "conditions.level": is neither a bool nor an enum or message that can carry a value marked debug_redact; say which values count',
    ],
    [
      { fieldOptions: [RULES] },
      'fieldOptions: "conditions.rules": is neither a bool nor an enum or message that can carry a value marked debug_redact; say which values count',
    ],
    [
      { fieldOptions: [{ option: RULES, path: "inner" }] },
      'fieldOptions: "conditions.rules": is neither a bool nor an enum or message that can carry a value marked debug_redact; say which values count',
    ],
    [
      { fieldOptions: ["conditions.note"] },
      'fieldOptions: "conditions.note": is neither a bool nor an enum or message that can carry a value marked debug_redact; say which values count',
    ],
    [
      { messageOptions: ["debug_redact"] },
      'messageOptions: "debug_redact": no such message option in the given schemas',
    ],
    [
      { messageOptions: ["debug_redacted"] },
      'messageOptions: "debug_redacted": no such message option in the given schemas',
    ],
    [
      { messageOptions: ["conditions.mesage_level"] },
      'messageOptions: "conditions.mesage_level": no such message option in the given schemas; did you mean "conditions.message_level"?',
    ],
    [
      { messageOptions: [FLAG] },
      'messageOptions: "conditions.flag": is an option of fields, so it belongs under fieldOptions',
    ],
    [{ messageOptions: [{ option: "conditions.message_level", is: [1] }] }, ""],
    [
      { messageOptions: [{ option: "conditions.message_level", is: [2] }] },
      'messageOptions: "conditions.message_level": makes no message of the given schemas secret',
    ],
    [
      { open: [{ option: "conditions.message_level", is: [1] }] },
      'open: "conditions.message_level": is an option of messages, so it belongs under messageOptions',
    ],
    [{ open: [{ option: FLAG }] }, ""],
    [{ open: [{ option: "debug_redact" }] }, 'open: "debug_redact": opens no field of the given schemas'],
    [{ open: [{ option: LEVEL, is: ["LEVEL_LOW"] }] }, ""],
    [
      { open: [{ all: [FLAG, { option: LEVEL, is: [2] }] }] },
      'open: "conditions.flag" and "conditions.level": opens no field of the given schemas',
    ],
    [
      { fieldOptions: [{ all: [FLAG, { option: LEVEL, is: [2] }] }] },
      'fieldOptions: "conditions.flag" and "conditions.level": makes no field of the given schemas secret',
    ],
    [{ fieldOptions: [{ option: FLAG, is: [false] }] }, ""],
    [{ fieldOptions: [{ option: FLAG, is: [1] }] }, 'fieldOptions: "conditions.flag": has no value 1'],
    [{ fieldOptions: [{ option: "conditions.big", is: [3] }] }, ""],
    [{ fieldOptions: [{ option: "conditions.big", is: [3n] }] }, ""],
    [
      { fieldOptions: [{ option: "conditions.big", is: ["3"] }] },
      'fieldOptions: "conditions.big": has no value "3"',
    ],
    [
      { fieldOptions: [{ option: "conditions.big", is: [true] }] },
      'fieldOptions: "conditions.big": has no value true',
    ],
    [{ fieldOptions: [{ option: "conditions.ratio", is: [0.5] }] }, ""],
    [{ fieldOptions: [{ option: "conditions.note", is: ["secret"] }] }, ""],
    [
      { fieldOptions: [{ option: "conditions.note", is: [5] }] },
      'fieldOptions: "conditions.note": has no value 5',
    ],
    [{ fieldOptions: [{ option: "conditions.raw", is: [new TextEncoder().encode("ab")] }] }, ""],
    [
      { fieldOptions: [{ option: "conditions.raw", is: ["ab"] }] },
      'fieldOptions: "conditions.raw": has no value "ab"',
    ],
    [{ fieldOptions: [{ option: LEVEL, is: ["LEVEL_TOP"] }] }, ""],
    [{ fieldOptions: [{ option: LEVEL, is: [1n] }] }, ""],
    [
      { fieldOptions: [{ option: LEVEL, is: [true] }] },
      'fieldOptions: "conditions.level": has no value true',
    ],
    [
      { fieldOptions: [{ option: LEVEL, not: [Uint8Array.of(1)] }] },
      'fieldOptions: "conditions.level": has no value 0x01',
    ],
    [{ fieldOptions: [{ option: LEVEL, is: [9] }] }, 'fieldOptions: "conditions.level": has no value 9'],
    [{ fieldOptions: [{ option: LEVEL, is: [9n] }] }, 'fieldOptions: "conditions.level": has no value 9'],
    [
      { fieldOptions: [{ option: LEVEL, is: ["LEVEL_LOW", "LEVEL_TPO"] }] },
      'fieldOptions: "conditions.level": has no value "LEVEL_TPO"; did you mean "LEVEL_TOP"?',
    ],
    [
      { fieldOptions: [{ option: LEVEL, is: ["another"] }] },
      'fieldOptions: "conditions.level": has no value "another"',
    ],
    [
      { fieldOptions: [{ option: LEVEL, includes: ["LEVEL_LOW"] }] },
      'fieldOptions: "conditions.level": holds one value at most, so "includes" has to be "is"',
    ],
    [{ fieldOptions: [{ option: "conditions.levels", includes: ["LEVEL_LOW"] }] }, ""],
    [
      { fieldOptions: [{ option: "conditions.levels", is: ["LEVEL_LOW"] }] },
      'fieldOptions: "conditions.levels": holds several values, so "is" has to be "includes"',
    ],
    [
      { fieldOptions: [{ option: "conditions.levels", not: ["LEVEL_LOW"] }] },
      'fieldOptions: "conditions.levels": makes no field of the given schemas secret',
    ],
    [{ fieldOptions: [{ option: RULES, path: "tags", includes: ["a"] }] }, ""],
    [
      { fieldOptions: [{ option: RULES, path: "tags", is: ["a"] }] },
      'fieldOptions: "conditions.rules": holds several values, so "is" has to be "includes"',
    ],
    [{ fieldOptions: [{ option: RULES, path: "more.count", includes: [1] }] }, ""],
    [{ fieldOptions: [{ option: RULES, path: "more.count", is: [1] }] }, ""],
    [
      { fieldOptions: [{ option: RULES, path: "inner.on", includes: [true] }] },
      'fieldOptions: "conditions.rules": holds one value at most, so "includes" has to be "is"',
    ],
    [{ fieldOptions: [{ option: RULES, path: "by_name.value", includes: ["LEVEL_HIGH"] }] }, ""],
    [
      { fieldOptions: [{ option: RULES, path: "onn" }] },
      'fieldOptions: "conditions.rules": has no member "onn"; did you mean "on"?',
    ],
    [
      { fieldOptions: [{ option: RULES, path: "inner.levle", is: [1] }] },
      'fieldOptions: "conditions.rules": has no member "levle"; did you mean "level"?',
    ],
    [
      { fieldOptions: [{ option: RULES, path: "on.off" }] },
      'fieldOptions: "conditions.rules": has no member "off"',
    ],
    [
      { fieldOptions: [{ option: RULES, is: [1] }] },
      'fieldOptions: "conditions.rules": is a message; say in "path" which member counts, or ask whether it is "present"',
    ],
    [{ fieldOptions: [{ option: RULES, present: true }] }, ""],
    [{ fieldOptions: [{ option: RULES, path: "inner", present: true }] }, ""],
    [{ fieldOptions: [{ option: "gone.level", is: ["HIGH"] }] }, ""],
    [{ fieldOptions: [{ option: "gone.level", path: "a.b", is: [7] }] }, ""],
    [{ fieldOptions: ["gone.level"] }, ""],
    [
      { optional: { open: [{ option: "acme.a", present: false }] } },
      'open: "acme.a": no such field option in the given schemas',
    ],
    [{ optional: { open: [{ option: "acme.a", present: true }] } }, ""],
    [{ optional: { open: [{ option: "acme.a", not: [1] }] } }, ""],
    [{ optional: { open: [{ option: "acme.a", is: [1] }] } }, ""],
    [
      { optional: { open: [{ option: RULES, path: "onn", present: false }] } },
      'open: "conditions.rules": has no member "onn"; did you mean "on"?',
    ],
    [{ optional: { open: [{ option: RULES, path: "onn", present: true }] } }, ""],
    [
      { optional: { open: [{ option: RULES, path: "onn", not: [true] }] } },
      'open: "conditions.rules": has no member "onn"; did you mean "on"?',
    ],
    [{ optional: { open: [{ option: RULES, path: "onn", is: [true] }] } }, ""],
    [
      { optional: { open: [{ all: ["acme.a", { option: "acme.b", present: false }] }] } },
      'open: "acme.b": no such field option in the given schemas',
    ],
    [{ optional: { open: [{ option: FLAG, present: false }] } }, ""],
  ])("%o: %s", (policy, message) => {
    expect(checked(policy)).toBe(message);
  });

  it("an option that does not decode counts nowhere", () => {
    const messageType = [{ name: "M", field: [stringField("f", 1, { options: undecodable() })] }];
    const broken = buildFile({ name: "broken.proto", package: "broken", messageType }, file_csi_v1_csi);
    const rule = (value: boolean): Policy => ({
      fieldOptions: [{ option: "csi.v1.csi_secret", is: [value] }],
    });
    const schemas = schemaSet([broken, file_csi_v1_csi]);
    expect(checked(rule(true), schemas)).toBe("");
    expect(checked(rule(false), schemas)).toBe(
      'fieldOptions: "csi.v1.csi_secret": makes no field of the given schemas secret',
    );
  });
});

describe("what schemas say in different ways", () => {
  const extend = "google.protobuf.FieldOptions";
  /** A schema that declares options of a field in its own way. */
  const schema = (opt: object, deep: object, level: string, options: object) => ({
    nested: {
      two: {
        nested: {
          opt: { extend, id: 50911, ...opt },
          deep: { extend, id: 50912, ...deep },
          level: { extend, id: 50913, type: level },
          Deep: { fields: { x: { rule: "repeated", type: "string", id: 1 } } },
          Flat: { fields: { x: { type: "string", id: 1 } } },
          M: { fields: { f: { type: "string", id: 1, options } } },
        },
      },
    },
  });
  const schemas = schemaSet([
    schema({ type: "bool" }, { type: "Deep" }, "int32", { "(two.opt)": true, "(two.level)": 1 }),
    schema({ type: "string", rule: "repeated" }, { type: "bool" }, "Gone", {
      "(two.deep)": true,
      "(two.level)": "HIGH",
    }),
    schema({ type: "bool" }, { type: "Flat" }, "int32", { "(two.deep).x": "a" }),
  ]);

  it.each<[Policy, string]>([
    [{ fieldOptions: ["two.opt"] }, ""],
    [{ fieldOptions: [{ option: "two.opt", is: [true] }] }, ""],
    [{ fieldOptions: [{ option: "two.opt", includes: [true] }] }, ""],
    [{ fieldOptions: [{ option: "two.opt", is: [5] }] }, 'fieldOptions: "two.opt": has no value 5'],
    [{ fieldOptions: [{ option: "two.deep", is: [true] }] }, ""],
    [{ fieldOptions: [{ option: "two.deep", is: [5] }] }, 'fieldOptions: "two.deep": has no value 5'],
    [{ fieldOptions: [{ option: "two.deep", path: "x", is: ["a"] }] }, ""],
    [{ fieldOptions: [{ option: "two.deep", path: "x", includes: ["a"] }] }, ""],
    [{ fieldOptions: [{ option: "two.level", is: ["HIGH"] }] }, ""],
    [
      { messageOptions: ["two.opts"] },
      'messageOptions: "two.opts": no such message option in the given schemas',
    ],
  ])("count if one of them allows it: %o: %s", (policy, message) => {
    expect(checked(policy, schemas)).toBe(message);
  });
});

import { describe, expect, it } from "vitest";
import type { Policy } from "../../src/policy/policy.js";
import { checked } from "./checked-policy.js";

const isPin = (): boolean => true;

describe("a rule has to match something in the schemas", () => {
  it.each<[Policy | readonly Policy[], string]>([
    [{ fields: ["maps.M.note", /\.note$/] }, ""],
    [
      { fields: ["maps.M.note", "maps.M.ntoe"] },
      'fields: "maps.M.ntoe": no such field in the given schemas; did you mean "maps.M.note"?',
    ],
    [{ fieldOptions: ["acme.a"] }, 'fieldOptions: "acme.a": no such field option in the given schemas'],
    [{ messageOptions: ["acme.a"] }, 'messageOptions: "acme.a": no such message option in the given schemas'],
    [{ open: [{ option: "acme.a" }] }, 'open: "acme.a": no such field option in the given schemas'],
    [
      { fields: ["maps.M.ntoe"] },
      'fields: "maps.M.ntoe": no such field in the given schemas; did you mean "maps.M.note"?',
    ],
    [{ fields: [/nothing/] }, "fields: /nothing/: matches no field in the given schemas"],
    [{ open: ["maps.M.note", /\.note$/] }, ""],
    [
      { open: ["maps.M.notse"] },
      'open: "maps.M.notse": no such field in the given schemas; did you mean "maps.M.note"?',
    ],
    [{ open: [/nothing/] }, "open: /nothing/: matches no field in the given schemas"],
    [{ mapKeys: [{ field: "by_text", keys: ["a", "7", /x/] }] }, ""],
    [{ mapKeys: [{ field: "maps.M.free", keys: ["a"] }] }, ""],
    [
      { mapKeys: [{ field: "by_txt", keys: ["a"] }] },
      'mapKeys: "by_txt": no such map in the given schemas; did you mean "by_text"?',
    ],
    [
      { mapKeys: [{ field: "maps.M.by_txt", keys: ["a"] }] },
      'mapKeys: "maps.M.by_txt": no such map in the given schemas; did you mean "maps.M.by_text"?',
    ],
    [{ mapKeys: [{ field: "note", keys: ["a"] }] }, 'mapKeys: "note": no such map in the given schemas'],
    [{ mapKeys: [{ field: "maps.M.by_number", keys: ["7", "-1", /a/] }] }, ""],
    [
      { mapKeys: [{ field: "maps.M.by_number", keys: ["7", "a"] }] },
      'mapKeys: "maps.M.by_number": no key can be "a" in a map of int32',
    ],
    [{ mapKeys: [{ field: "by_number", keys: ["a"] }] }, ""],
    [{ mapKeys: [{ field: "by_flag", keys: ["true"] }] }, ""],
    [
      { mapKeys: [{ field: "by_flag", keys: ["yes"] }] },
      'mapKeys: "by_flag": no key can be "yes" in a map of bool',
    ],
    [{ fieldDetectors: [{ field: "note", detectors: [isPin] }] }, ""],
    [{ fieldDetectors: [{ field: "by_text", detectors: [isPin] }] }, ""],
    [
      { fieldDetectors: [{ field: "count", detectors: [isPin] }] },
      'fieldDetectors: "count": no such field of strings in the given schemas',
    ],
    [
      { fieldDetectors: [{ field: "notess", detectors: [isPin] }] },
      'fieldDetectors: "notess": no such field of strings in the given schemas; did you mean "notes"?',
    ],
    [
      { fieldDetectors: [{ field: "maps.M.notess", detectors: [isPin] }] },
      'fieldDetectors: "maps.M.notess": no such field of strings in the given schemas; did you mean "maps.M.notes"?',
    ],
    [
      { fieldDetectors: [{ field: "blob", detectors: [isPin] }] },
      'fieldDetectors: "blob": no such field of strings in the given schemas',
    ],
    [{ json: [{ field: "blob", keys: ["a"] }] }, ""],
    [{ json: [{ field: "notes", keys: ["a"] }] }, ""],
    [
      { json: [{ field: "count", keys: ["a"] }] },
      'json: "count": no such field of strings or bytes in the given schemas',
    ],
    [
      { json: [{ field: "blbo", keys: ["a"] }] },
      'json: "blbo": no such field of strings or bytes in the given schemas; did you mean "blob"?',
    ],
    [{ detectors: [isPin] }, ""],
    [
      {
        optional: {
          fields: ["maps.M.ntoe"],
          mapKeys: [{ field: "by_txt", keys: ["a"] }],
          fieldOptions: ["acme.a"],
        },
      },
      "",
    ],
    [{ anyOf: {} }, ""],
    [{ anyOf: { fields: ["maps.M.ntoe", "maps.M.note"] } }, ""],
    [
      { anyOf: { fields: ["maps.M.ntoe"], open: ["maps.M.onte"] } },
      'fields: "maps.M.ntoe": no such field in the given schemas; did you mean "maps.M.note"?',
    ],
    [
      [{ fields: ["maps.M.note"] }, { optional: { fields: ["a"] } }, { open: ["maps.M.ntoe"] }],
      'open: "maps.M.ntoe": no such field in the given schemas; did you mean "maps.M.note"?',
    ],
  ])("%o: %s", (policy, message) => {
    expect(checked(policy)).toBe(message);
  });
});

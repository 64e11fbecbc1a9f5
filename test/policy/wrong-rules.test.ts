import { describe, expect, it } from "vitest";
import { copyPolicies } from "../../src/policy/copy-policies.js";
import { type Policy, PolicyError } from "../../src/policy/policy.js";

/** Callers in JavaScript give what they like. */
const copy = (given: unknown) => copyPolicies(given as Policy);

/** The error for a policy, with the name that it suggests. */
function errorOf(call: () => unknown): string {
  try {
    return `no error, but ${JSON.stringify(call())}`;
  } catch (error) {
    if (!(error instanceof PolicyError)) throw error;
    expect(error.message.startsWith(`${error.rule}: `)).toBe(true);
    return error.message;
  }
}

const isPin = (): boolean => true;
const describePin = (): string => "a pin";
const option = (parts: object) => ({ fieldOptions: ["o.z", { option: "o.a", ...parts }] });
const keys = (parts: object) => ({
  mapKeys: [
    { field: "m", keys: ["k"] },
    { field: "n", keys: ["k"], ...parts },
  ],
});
const onlyLooksLikeOne: unknown = Object.create(RegExp.prototype);

describe("an error says which part of a policy is wrong, and why", () => {
  it.each<[unknown, string]>([
    [5, "policy: is not an object"],
    [[undefined], "policy: is not an object"],
    [[[]], "policy: is not an object"],
    [{ fieldz: [] }, 'fieldz: no such list of rules; did you mean "fields"?'],
    [
      { another: [] },
      "another: no such list of rules; there are fieldOptions, messageOptions, fields, mapKeys, json, detectors, fieldDetectors, open, optional, anyOf, unlisted",
    ],
    [{ fieldOptions: "o.a" }, "fieldOptions: is not a list"],
    [{ messageOptions: {} }, "messageOptions: is not a list"],
    [{ fields: "a.M.f" }, "fields: is not a list"],
    [{ mapKeys: 5 }, "mapKeys: is not a list"],
    [{ json: "j" }, "json: is not a list"],
    [{ detectors: isPin }, "detectors: is not a list"],
    [{ fieldDetectors: null }, "fieldDetectors: is not a list"],
    [{ open: "a" }, "open: is not a list"],
    [{ optional: null }, "optional: is not an object"],
    [
      { optional: { anyOf: {} } },
      "anyOf: no such list of rules; there are fieldOptions, messageOptions, fields, mapKeys, json, detectors, fieldDetectors, open",
    ],
    [{ anyOf: 5 }, "anyOf: is not an object"],
    [
      { anyOf: { unlisted: "a" } },
      "unlisted: no such list of rules; there are fieldOptions, messageOptions, fields, mapKeys, json, detectors, fieldDetectors, open",
    ],
    [{ anyOf: { field: [] } }, 'field: no such list of rules; did you mean "fields"?'],
    [{ unlisted: 5 }, "unlisted: is not an object"],
    [{ unlisted: null }, "unlisted: is not an object"],
    [{ unlisted: "a b" }, "unlisted: its class is no name of letters, digits, dots, dashes and underscores"],
    [
      { unlisted: { class: "a b" } },
      "unlisted: its class is no name of letters, digits, dots, dashes and underscores",
    ],
    [{ unlisted: { clas: "a" } }, 'clas: no such list of rules; did you mean "class"?'],
    [{ unlisted: { marker: "none" } }, 'unlisted: its marker is neither "stripped" nor "unreviewed"'],
    [{ unlisted: { marker: null } }, 'unlisted: its marker is neither "stripped" nor "unreviewed"'],
    [{ fieldOptions: [5] }, 'fieldOptions: "5": no such option, because a rule is a name or an object'],
    [
      { fieldOptions: [undefined] },
      'fieldOptions: "undefined": no such option, because a rule is a name or an object',
    ],
    [
      { fieldOptions: [["o.a"]] },
      'fieldOptions: "[object Array]": no such option, because a rule is a name or an object',
    ],
    [
      { messageOptions: [isPin] },
      'messageOptions: "[object Function]": no such option, because a rule is a name or an object',
    ],
    [{ fieldOptions: [{}] }, "fieldOptions[0]: has no option"],
    [{ fieldOptions: [{ option: 5 }] }, "fieldOptions[0]: has no option"],
    [
      { fieldOptions: [{ option: "o.a", pth: "b" }] },
      'fieldOptions[0]: "pth" is no such property of a rule; did you mean "path"?',
    ],
    [
      { fieldOptions: [{ option: "o.a", class: 5 }] },
      "fieldOptions[0]: its class is no name of letters, digits, dots, dashes and underscores",
    ],
    [{ fieldOptions: [{ all: [] }] }, 'fieldOptions[0]: "all" is not a list with conditions'],
    [{ fieldOptions: [{ all: "o.a" }] }, 'fieldOptions[0]: "all" is not a list with conditions'],
    [
      { fieldOptions: [{ all: ["o.a"], option: "o.b" }] },
      'fieldOptions[0]: has other properties beside "all"',
    ],
    [{ fieldOptions: [{ all: ["o.a"], is: [1] }] }, 'fieldOptions[0]: has other properties beside "all"'],
    [
      { fieldOptions: [{ all: ["o.a", 5] }] },
      'fieldOptions: "5": no such option, because a rule is a name or an object',
    ],
    [{ fieldOptions: [{ all: ["o.a", { option: 5 }] }] }, "fieldOptions[0].all[1]: has no option"],
    [
      { fieldOptions: [{ all: ["o.a", { option: "o.a", all: [] }] }] },
      'fieldOptions[0].all[1]: "all" is no such property of a rule; there are option, path, is, includes, not, present',
    ],
    [
      { fieldOptions: [{ all: ["o.a", { option: "o.a", class: "pii" }] }] },
      'fieldOptions[0].all[1]: "class" is no such property of a rule; there are option, path, is, includes, not, present',
    ],
    [option({ path: 5 }), 'fieldOptions: "o.a": "5" is no path, such as "rules.mask"'],
    [option({ path: "" }), 'fieldOptions: "o.a": "" is no path, such as "rules.mask"'],
    [option({ path: "." }), 'fieldOptions: "o.a": "." is no path, such as "rules.mask"'],
    [option({ path: "a." }), 'fieldOptions: "o.a": "a." is no path, such as "rules.mask"'],
    [option({ path: ".a" }), 'fieldOptions: "o.a": ".a" is no path, such as "rules.mask"'],
    [option({ path: "a..b" }), 'fieldOptions: "o.a": "a..b" is no path, such as "rules.mask"'],
    [option({ path: "a b" }), 'fieldOptions: "o.a": "a b" is no path, such as "rules.mask"'],
    [option({ path: "[a" }), 'fieldOptions: "o.a": "[a" is no path, such as "rules.mask"'],
    [option({ path: "[]" }), 'fieldOptions: "o.a": "[]" is no path, such as "rules.mask"'],
    [option({ path: "[a b]" }), 'fieldOptions: "o.a": "[a b]" is no path, such as "rules.mask"'],
    [option({ path: "[a]b" }), 'fieldOptions: "o.a": "[a]b" is no path, such as "rules.mask"'],
    [option({ path: {} }), 'fieldOptions: "o.a": "[object Object]" is no path, such as "rules.mask"'],
    [option({ path: null }), 'fieldOptions: "o.a": "null" is no path, such as "rules.mask"'],
    [option({ is: [1], not: [2] }), 'fieldOptions: "o.a": has both "is" and "not"'],
    [option({ includes: [1], present: true }), 'fieldOptions: "o.a": has both "includes" and "present"'],
    [option({ present: "yes" }), 'fieldOptions: "o.a": "present" is neither true nor false'],
    [option({ is: "a" }), 'fieldOptions: "o.a": "is" is not a list with values'],
    [option({ is: [] }), 'fieldOptions: "o.a": "is" is not a list with values'],
    [option({ not: 5 }), 'fieldOptions: "o.a": "not" is not a list with values'],
    [option({ includes: null }), 'fieldOptions: "o.a": "includes" is not a list with values'],
    [option({ is: ["a", {}] }), 'fieldOptions: "o.a": "[object Object]" is no value of an option'],
    [option({ is: [null] }), 'fieldOptions: "o.a": "null" is no value of an option'],
    [option({ is: [undefined] }), 'fieldOptions: "o.a": "undefined" is no value of an option'],
    [option({ is: [Symbol("a")] }), 'fieldOptions: "o.a": "Symbol(a)" is no value of an option'],
    [{ fields: [5] }, 'fields: "5": no such field, because a name is a string'],
    [{ fields: [{ name: "f" }] }, 'fields: "[object Object]": no such field, because a name is a string'],
    [{ fields: [null] }, 'fields: "null": no such field, because a name is a string'],
    [{ fields: [undefined] }, 'fields: "undefined": no such field, because a name is a string'],
    [{ fields: [{ field: 5 }] }, 'fields: "5": no such field, because a name is a string'],
    [
      { fields: [{ field: "a", clas: "b" }] },
      'fields[0]: "clas" is no such property of a rule; did you mean "class"?',
    ],
    [
      { fields: [{ field: "a", class: "" }] },
      "fields[0]: its class is no name of letters, digits, dots, dashes and underscores",
    ],
    [
      { fields: ["a", { field: "b", class: "c d" }] },
      "fields[1]: its class is no name of letters, digits, dots, dashes and underscores",
    ],
    [{ fields: [onlyLooksLikeOne] }, "fields: looks like a RegExp, but is not one"],
    [
      { fields: [Object.assign(/a/, { test: isPin })] },
      "fields: a RegExp that changes test cannot be copied",
    ],
    [keys({ field: 5 }), "mapKeys[1]: has no field"],
    [keys({ keys: [] }), 'mapKeys: "n": has no keys to match'],
    [keys({ keys: "k" }), 'mapKeys: "n": has no keys to match'],
    [keys({ keys: ["k", 5] }), 'mapKeys: "n": a key must be a string, a RegExp or a function of the key'],
    [
      keys({ keys: [Object.assign(/a/, { exec: isPin })] }),
      'mapKeys: "n": a RegExp that changes exec cannot be copied; give a function of the key that calls it',
    ],
    [keys({ keys: [onlyLooksLikeOne] }), 'mapKeys: "n": looks like a RegExp, but is not one'],
    [keys({ describe: "a" }), 'mapKeys: "n": describe is not a function'],
    [keys({ describe: null }), 'mapKeys: "n": describe is not a function'],
    [
      keys({ class: "a b" }),
      'mapKeys: "n": its class is no name of letters, digits, dots, dashes and underscores',
    ],
    [keys({ kays: [] }), 'mapKeys[1]: "kays" is no such property of a rule; did you mean "keys"?'],
    [{ mapKeys: [null] }, "mapKeys: rule 0 is not an object"],
    [{ mapKeys: ["m"] }, "mapKeys: rule 0 is not an object"],
    [{ json: [{ keys: ["k"] }] }, "json[0]: has no field"],
    [{ json: [{ field: "j", keys: [] }] }, 'json: "j": has no keys to match'],
    [
      { json: [{ field: "j", keys: ["k"], describe: describePin }] },
      'json[0]: "describe" is no such property of a rule; there are field, keys, class',
    ],
    [{ json: [5] }, "json: rule 0 is not an object"],
    [
      { json: [{ field: "j", keys: [/k/, undefined] }] },
      'json: "j": a key must be a string, a RegExp or a function of the key',
    ],
    [{ detectors: [isPin, "a"] }, "detectors[1]: is not a function"],
    [{ fieldDetectors: [{ detectors: [isPin] }] }, "fieldDetectors[0]: has no field"],
    [{ fieldDetectors: [{ field: "f" }] }, "fieldDetectors[0]: has no detectors"],
    [{ fieldDetectors: [{ field: "f", detectors: [] }] }, "fieldDetectors[0]: has no detectors"],
    [
      { fieldDetectors: [{ field: "f", detectors: [isPin, 5] }] },
      "fieldDetectors[0].detectors[1]: is not a function",
    ],
    [{ fieldDetectors: [{ field: "f", detectors: isPin }] }, "fieldDetectors[0].detectors: is not a list"],
    [
      { fieldDetectors: [{ field: "f", detector: [isPin] }] },
      'fieldDetectors[0]: "detector" is no such property of a rule; did you mean "detectors"?',
    ],
    [{ fieldDetectors: [isPin] }, "fieldDetectors: rule 0 is not an object"],
    [{ open: [5] }, 'open: "5": no such field, because a name is a string'],
    [{ open: [null] }, 'open: "null": no such field, because a name is a string'],
    [{ open: [{ field: "a" }] }, 'open: "[object Object]": no such field, because a name is a string'],
    [{ open: [onlyLooksLikeOne] }, "open: looks like a RegExp, but is not one"],
    [{ open: ["a", { option: "o.a", path: "" }] }, 'open: "o.a": "" is no path, such as "rules.mask"'],
    [
      { open: [{ option: "o.a", clas: "a" }] },
      'open[0]: "clas" is no such property of a rule; did you mean "class"?',
    ],
    [
      { open: [Object.create({ option: "o.a" })] },
      'open: "[object Object]": no such field, because a name is a string',
    ],
  ])("%o", (given, message) => {
    expect(errorOf(() => copy(given))).toBe(message);
  });

  it("keeps its cause", () => {
    try {
      copy({ fields: [onlyLooksLikeOne] });
      expect.unreachable();
    } catch (error) {
      expect(error).toMatchObject({ cause: expect.any(TypeError) });
    }
  });
});

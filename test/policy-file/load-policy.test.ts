import { readFileSync } from "node:fs";
import { create } from "@bufbuild/protobuf";
import { afterEach, describe, expect, it } from "vitest";
import { csiPolicy } from "../../src/csi/index.js";
import { confluent, livekit } from "../../src/dialects/index.js";
import { createSanitizer, jwt, STRIPPED } from "../../src/index.js";
import { loadPolicy, PolicyFileError } from "../../src/policy-file/index.js";
import { LeafSchema, MapsSchema } from "../gen/probe_pb.js";
import { testRegistry } from "../schema/test-files.js";
import { fileError } from "./file-error.js";

const whole = readFileSync(new URL("whole-policy.yaml", import.meta.url), "utf8");
const iban = (text: string): boolean => text.startsWith("DE");

describe("a policy file says what a policy says", () => {
  it("with every feature", () => {
    const loaded = loadPolicy(whole, { detectors: { iban } });
    const { policy, classes, audiences } = loaded;
    expect(policy[0]).toEqual(csiPolicy());
    expect(policy.slice(1, 3)).toEqual([livekit, confluent(["PII"], "pii")]);
    expect(policy[3]).toEqual({
      fieldOptions: [
        "csi.v1.csi_secret",
        { option: "acme.v1.level", is: ["LEVEL_HIGH", 3, true, Uint8Array.of(1, 2)] },
        { option: "acme.v1.tags", path: "names.[acme.v1.extra]", includes: ["PII"], class: "pii" },
        { option: "acme.v1.kind", not: [0.5] },
        { option: "acme.v1.kind", present: false },
        { all: ["acme.v1.sensitive", { option: "acme.v1.kind", present: true }], class: "bulk" },
      ],
      messageOptions: ["acme.v1.hidden"],
      fields: [
        "acme.v1.Login.pin",
        /\.password$/i,
        /\.secret$/i,
        { field: "acme.v1.User.email", class: "pii" },
        { field: /mail/, class: "pii" },
      ],
      mapKeys: [
        { field: "labels", keys: ["example.com/password", /token$/i, /^x/, "/a/", ""], class: "pii" },
      ],
      json: [{ field: "acme.v1.Mount.attributes", keys: [/token/i] }],
      detectors: [jwt, iban],
      fieldDetectors: [{ field: "notes", detectors: [iban] }],
      open: [
        "acme.v1.Login.user",
        /\.name$/,
        /\.id$/,
        { option: "logger.level", present: true },
        { all: ["acme.v1.public"] },
      ],
      unlisted: { class: "secret", marker: "unreviewed" },
      optional: { fields: ["acme.v2.Login.pin"] },
      anyOf: { fieldOptions: ["acme.v1.one", "acme.v1.other"] },
    });
    expect({ classes, audiences }).toEqual({
      classes: { pii: { last: 4 }, bulk: "size" },
      audiences: { support: { pii: "show" } },
    });
  });

  it("and is spread into the options of a sanitizer", () => {
    const text = JSON.stringify({
      fields: [{ field: "probe.v1.Leaf.open", class: "pii" }],
      mapKeys: [{ field: "volume_context", keys: ["/^pass/i"] }],
      audiences: { support: { pii: "show" } },
    });
    const sanitizer = createSanitizer({ schemas: [testRegistry], onSuspect: "ignore", ...loadPolicy(text) });
    const leaf = create(LeafSchema, { open: "a", hidden: "b" });
    expect(sanitizer.toJson(leaf)).toEqual({ open: STRIPPED, hidden: STRIPPED });
    expect(sanitizer.for("support").toJson(leaf)).toEqual({ open: "a", hidden: STRIPPED });
    expect(sanitizer.toJson(create(MapsSchema, { volumeContext: { Password: "x", a: "b" } }))).toEqual({
      volume_context: { Password: STRIPPED, a: "b" },
    });
  });

  it("as YAML 1.2: no, on and yes are texts", () => {
    const text = "fieldOptions: [{ option: acme.v1.kind, is: [no, on, yes, 2001-01-01, false] }]";
    expect(loadPolicy(text).policy).toEqual([
      { fieldOptions: [{ option: "acme.v1.kind", is: ["no", "on", "yes", "2001-01-01", false] }] },
    ]);
  });

  it("as JSON with tabs, escapes and line ends of any kind", () => {
    const text = '{\r\n\t"fields":\t["acme\\u002ev1.A.b", "acme.v1.A.\\u00e9"]\r\n}\n';
    expect(loadPolicy(text).policy).toEqual([{ fields: ["acme.v1.A.b", "acme.v1.A.é"] }]);
  });

  it("with an anchor for what comes several times", () => {
    const text = "mapKeys:\n- { field: a, keys: &keys [x, y] }\n- { field: b, keys: *keys }\n";
    expect(loadPolicy(text).policy).toEqual([
      {
        mapKeys: [
          { field: "a", keys: ["x", "y"] },
          { field: "b", keys: ["x", "y"] },
        ],
      },
    ]);
  });
});

const SECRET = "hunter2-is-my-password";

/** Files that are wrong, with the part that the error names, and what it says. */
const WRONG: readonly (readonly [text: string, path: string, problem: string])[] = [
  ["", "", "is empty"],
  ["# only a comment\n", "", "is empty"],
  ["fields: []\n---\nfields: []", "", "line 3: holds several documents"],
  [`fields: [${SECRET}`, "", "line 1: the indentation does not fit"],
  [`- ${SECRET}`, "", "line 1: is not a mapping"],
  [SECRET, "", "line 1: is not a mapping"],
  [`field: [${SECRET}]`, "field", 'no such property; did you mean "fields"?'],
  [`? ${SECRET} x\n: 1`, "…", "no such property; there are $schema, base"],
  [`fields: ${SECRET}`, "fields", "is not a list"],
  [`fields: [[${SECRET}]]`, "fields[0]", "is neither a text nor a mapping"],
  ["fields: [null]", "fields[0]", "is neither a text nor a mapping"],
  ['fields: [""]', "fields[0]", "is empty"],
  [
    `fields:\n- a.b\n- { fild: ${SECRET} }`,
    "fields[1].fild",
    'line 3: fields[1].fild: no such property; did you mean "field"?',
  ],
  [`fields: [{ field: a, class: "${SECRET} x" }]`, "fields[0].class", "is no name of letters"],
  [`fields: [/${SECRET}(/]`, "fields[0]", "is no regular expression"],
  [`fields: [/${SECRET}/zz]`, "fields[0]", "begins with a slash"],
  [`fields: [{ pattern: a, flags: g }]`, "fields[0].flags", "is none of the flags i, m, s and u"],
  [`mapKeys: [{ field: a }]`, "mapKeys[0]", 'has no "keys"'],
  [`mapKeys: [{ field: a, keys: [] }]`, "mapKeys[0].keys", "is empty"],
  [`mapKeys: [{ field: a, keys: [x], describe: ${SECRET} }]`, "mapKeys[0].describe", "no such property"],
  [`mapKeys: [{ field: a, keys: [x, /(${SECRET}+)+/] }]`, "mapKeys[0].keys[1]", "so it could take too long"],
  [
    `optional: { json: [{ field: a, keys: [/(a+)+/] }] }`,
    "optional.json[0].keys[0]",
    "so it could take too long",
  ],
  [`fieldOptions: [{ option: a, is: ${SECRET} }]`, "fieldOptions[0].is", "is not a list"],
  [`fieldOptions: [{ option: a, is: [${SECRET}], not: [1] }]`, "fieldOptions[0]", 'has both "is" and "not"'],
  [
    `fieldOptions: [{ option: a, path: "${SECRET}..x" }]`,
    "fieldOptions[0].path",
    "is no path, such as rules.mask",
  ],
  [
    `fieldOptions: [{ option: a, is: [12345678901234567890] }]`,
    "fieldOptions[0].is[0]",
    "is more than 9007199254740991",
  ],
  [`fieldOptions: [{ option: a, is: [.inf] }]`, "fieldOptions[0].is[0]", "is neither a text nor a number"],
  [
    `fieldOptions: [{ option: a, is: [{ base64: "${SECRET}" }] }]`,
    "fieldOptions[0].is[0].base64",
    "has a wrong form",
  ],
  [`fieldOptions: [{ all: [a], option: ${SECRET} }]`, "fieldOptions[0].all", "no such property"],
  [`detectors: [jwtt]`, "detectors[0]", 'no such detector; did you mean "jwt"?'],
  [
    `fieldDetectors: [{ field: a, detectors: [${SECRET}] }]`,
    "fieldDetectors[0].detectors[0]",
    "no such detector",
  ],
  [`dialects: [envoi]`, "dialects[0]", 'did you mean "envoy"?'],
  [`dialects: [confluent]`, "dialects[0]", "is none of"],
  [`base: ${SECRET}`, "base", "is none of csi"],
  [`unlisted: { marker: ${SECRET} }`, "unlisted.marker", "is none of stripped, unreviewed"],
  [`optional: { optional: {} }`, "optional.optional", "no such property"],
  [`classes: { secret: show }`, "classes.secret", "cannot be shown, to no audience"],
  [`classes: { secret: { last: 4 } }`, "classes.secret", "cannot be shown, to no audience"],
  [`audiences: { all: { secret: pseudonym } }`, "audiences.all.secret", "cannot be shown, to no audience"],
  [`classes: { pii: strip }`, "classes.pii", "no rule has this class"],
  [`classes: { secret: ${SECRET} }`, "classes.secret", "is none of strip, omit, size, pseudonym, show"],
  [`classes: { secret: { last: 0 } }`, "classes.secret.last", "is less than 1"],
  [`classes: { __proto__: strip }`, "classes.__proto__", "no rule has this class"],
  [`__proto__: { fields: [${SECRET}] }`, "__proto__", "no such property"],
  [`constructor: ${SECRET}`, "constructor", "no such property"],
  [`<<: { fields: [${SECRET}] }`, "…", "no such property"],
  [`fields: [a]\nfields: [${SECRET}]`, "", "line 2: a key comes twice in one mapping"],
  [`1: ${SECRET}`, "1", "no such property"],
  [`fields: [*${SECRET}]`, "", "line 1: an alias has no anchor"],
  ["fields: \0", "", "holds a NUL, so it is not a text"],
  [`fields: ${"[".repeat(300)}`, "", "nested too deeply"],
  [
    `a: &a [${"x,".repeat(9)}x]\nb: &b [${"*a,".repeat(9)}*a]\nc: &c [${"*b,".repeat(9)}*b]\nfields: [${"*c,".repeat(9)}*c]`,
    "",
    "its aliases repeat too much",
  ],
  [`# ${"x".repeat(1_000_000)}\nfields: []`, "", "is longer than 1000000 characters"],
];

describe("what a program puts on Object.prototype", () => {
  const polluted: object = Object.prototype;
  afterEach(() => {
    for (const name of Object.keys(polluted)) Reflect.deleteProperty(polluted, name);
  });

  it.each([
    "$ref",
    "anyOf",
    "type",
    "enum",
    "pattern",
    "minLength",
    "allOf",
    "required",
    "properties",
    "fields",
    "open",
    "class",
    "is",
    "base",
    "unlisted",
    "detectors",
  ])("is no part of a file, or of its schema: %s", (name) => {
    const before = loadPolicy(whole, { detectors: { iban } });
    Object.assign(polluted, { [name]: ["csi"] });
    const after = loadPolicy(whole, { detectors: { iban } });
    Reflect.deleteProperty(polluted, name);
    expect(after).toEqual(before);
  });
});

describe("tags of YAML", () => {
  it.each([
    "!!binary aGk=",
    "!!set { a }",
    "!!omap [a: 1]",
    "!!js/function 'x'",
    "!secret x",
    "!!timestamp 2001-01-01",
  ])("make no other values than JSON has: %s", (text) => {
    try {
      const [policy] = loadPolicy(`fields: [${text}]`).policy;
      expect(policy?.fields?.map((field) => typeof field)).toEqual(["string"]);
    } catch (error) {
      expect(error).toBeInstanceOf(PolicyFileError);
    }
  });
});

describe("a mapping with a tag of a set or an ordered map keeps its rules", () => {
  // JavaScript has a Map or a Set for it, and nothing that looks for properties finds what is in it.
  it.each([
    "!!set { fields: [a.B.c] }",
    "!!omap [fields: [a.B.c]]",
    "!!pairs [fields: [a.B.c]]",
    "optional: !!omap [fields: [a.B.c]]",
    "optional: !!set { fields: [a.B.c] }",
    "fields: [a.B.c]\nclasses: !!omap [secret: show]",
    "fields: [!!omap [field: a.B.c]]",
  ])("or is refused: %s", (text) => {
    try {
      const [policy] = loadPolicy(text).policy;
      expect(policy?.fields ?? policy?.optional?.fields).toEqual(["a.B.c"]);
      expect(text).not.toContain("classes");
    } catch (error) {
      expect(error).toBeInstanceOf(PolicyFileError);
    }
  });
});

describe("a file that is wrong gives an error", () => {
  it.each(WRONG)("%j", (text, path, problem) => {
    const error = fileError(text);
    expect(error.path).toBe(path);
    expect(error.message).toContain(problem);
    expect(error.message).not.toContain("hunter2");
    expect(error.message).not.toMatch(/\n/);
  });

  it("that says which line it is", () => {
    expect(fileError("fields:\n- a\n- 3\n").line).toBe(3);
  });

  it("also for an option of the function, and for what is no text", () => {
    const given: object = { env: {} };
    expect(() => loadPolicy("fields: []", given)).toThrow(TypeError);
    expect(() => loadPolicy(Object(3))).toThrow(TypeError);
  });

  it("and an alias of a list that holds itself ends, too", () => {
    expect(fileError("fields: &a [*a]")).toBeInstanceOf(PolicyFileError);
  });
});

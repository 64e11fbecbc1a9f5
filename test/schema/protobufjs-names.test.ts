import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createCsiSanitizer, SERVICE_ACCOUNT_TOKENS_KEY } from "../../src/csi/index.js";
import { createSanitizer, STRIPPED } from "../../src/index.js";
import { protobufjsName } from "../../src/schema/names.js";
import { guessedName } from "../../src/schema/protobufjs/field-names.js";
import type { SchemaInput } from "../../src/schema/schema-input.js";
import {
  parseText,
  protobufjs,
  type ReflectionRoot,
  VERSIONS,
  type Version,
} from "../representations/protobufjs-root.js";

/** The forms of one schema: the Root, a Type of it, and its JSON. */
const FORMS: Readonly<Record<string, (root: ReflectionRoot) => SchemaInput>> = {
  Root: (root) => root,
  Type: (root) => root.lookupType("app.v1.M"),
  JSON: (root) => JSON.parse(JSON.stringify(root.toJSON())),
  "Root of JSON": (root) => protobufjs(8).Root.fromJSON(JSON.parse(JSON.stringify(root.toJSON()))),
  "resolved Root of JSON": (root) =>
    protobufjs(8)
      .Root.fromJSON(JSON.parse(JSON.stringify(root.toJSON())))
      .resolveAll(),
};

function rootWith(version: Version, keepCase: boolean, ...fields: readonly string[]): ReflectionRoot {
  const declared = fields.map((field, index) => `string ${field} = ${index + 1};`);
  return parseText(
    version,
    keepCase,
    `syntax = "proto3"; package app.v1; message M { ${declared.join(" ")} }`,
  );
}

/** The names that fields print with, in the order of their declaration. */
function printedNames(schema: SchemaInput): readonly string[] {
  const fields = createSanitizer({ schemas: [schema] }).explain("app.v1.M");
  return fields.flatMap(({ field }) =>
    field.startsWith("app.v1.M.") ? field.slice("app.v1.M.".length) : [],
  );
}

// All names that protobufjs leaves as they are, whatever keepCase says, and that no name in snake_case becomes.
const UNCHANGED = [
  "FOO_BAR",
  "FOO",
  "F",
  "Name",
  "NameOfIt",
  "user_ID",
  "x_B",
  "field_1",
  "a_1b",
  "field_2fa_Code",
  "_x",
  "_1",
  "x_",
  "plain",
  "x1",
];
const SNAKE = ["volume_id", "a_b_c", "volume_id2", "v2_api_key", "the_name_"];
const CAMEL = ["volumeId", "userID", "isADirectory", "aB"];
const MIXED = ["fooBar_baz", "foo__bar", "Foo_bar", "HTTP_port", "_foo_bar", "__foo"];

describe.each(Object.entries(FORMS))("names of fields in a %s", (form, of) => {
  it.each(UNCHANGED)("%s is exact, with keepCase and without", (name) => {
    for (const version of VERSIONS)
      for (const keepCase of [true, false])
        expect(printedNames(of(rootWith(version, keepCase, name)))).toEqual([name]);
  });

  it.each(SNAKE)("%s is found again", (name) => {
    for (const version of VERSIONS)
      for (const keepCase of [true, false])
        expect(printedNames(of(rootWith(version, keepCase, name)))).toEqual([name]);
  });

  it("with keepCase are never changed, if one of them shows that it was set", () => {
    const names = [...UNCHANGED, ...SNAKE, ...CAMEL, ...MIXED];
    for (const version of VERSIONS)
      expect(printedNames(of(rootWith(version, true, ...names)))).toEqual(names);
  });

  it.each([...CAMEL, ...MIXED])("%s is exact beside a name that protobufjs 8 changed", (name) => {
    expect(printedNames(of(rootWith(8, false, "other_field", name)))).toEqual(["other_field", name]);
  });

  it.each(CAMEL)("%s alone: reflection objects of protobufjs 8 know it, other sources guess", (name) => {
    const isKnown = form === "Root" || form === "Type";
    for (const keepCase of [true, false])
      expect(printedNames(of(rootWith(8, keepCase, name)))).toEqual([isKnown ? name : guessedName(name)]);
    for (const keepCase of [true, false])
      expect(printedNames(of(rootWith(7, keepCase, name)))).toEqual([guessedName(name)]);
  });

  it.each([...UNCHANGED, ...SNAKE, ...CAMEL, ...MIXED])(
    "a rule that names %s as the file does hides it",
    (name) => {
      for (const version of VERSIONS)
        for (const keepCase of [true, false]) {
          const root = rootWith(version, keepCase, name, "plain_field");
          const [key = ""] = Object.keys(root.lookupType("app.v1.M").fields);
          const sanitizer = createSanitizer({
            schemas: [of(root)],
            policy: { fields: [`app.v1.M.${name}`] },
          });
          expect(Object.values(sanitizer.toJson("app.v1.M", { [key]: "hunter2" }) as object)).toEqual([
            STRIPPED,
          ]);
        }
    },
  );
});

describe("a Root is known to have been parsed with keepCase", () => {
  const [wanted] = CAMEL;
  it.each([
    ["by a field of another type", "message Other { string volume_id = 1; }"],
    ["by a oneof", "message Other { oneof the_kind { string a = 1; } }"],
    ["by an extension", "extend google.protobuf.FieldOptions { bool my_secret = 50001; }"],
  ])("%s", (_, more) => {
    const text = `syntax = "proto3"; package app.v1; import "google/protobuf/descriptor.proto";
      message M { string ${wanted} = 1; } ${more}`;
    for (const version of VERSIONS) {
      const root = parseText(version, true, text);
      for (const schema of [root, root.toJSON()]) expect(printedNames(schema)).toEqual([wanted]);
    }
  });

  it("but not by the types of google/protobuf, which come in a case of their own", () => {
    const text = `syntax = "proto3"; package app.v1; import "google/protobuf/any.proto"; message M { string volume_id = 1; google.protobuf.Any any = 2; }`;
    const root = parseText(7, false, text);
    for (const schema of [root, root.toJSON()]) expect(printedNames(schema)).toEqual(["volume_id", "any"]);
  });
});

describe("rules that name a field by a name that it may have", () => {
  const fields = `map<string, string> volume_context = 1; map<string, string> fooBar_baz = 2;`;
  const text = `syntax = "proto3"; package app.v1; message M { ${fields} }`;

  it.each(VERSIONS)("match in mapKeys, by simple and by full name: protobufjs %i", (version) => {
    for (const keepCase of [true, false]) {
      const root = parseText(version, keepCase, text);
      const keys = Object.keys(root.lookupType("app.v1.M").fields);
      for (const schema of [root, root.toJSON()])
        for (const prefix of ["", "app.v1.M."]) {
          const mapKeys = ["volume_context", "fooBar_baz"].map((name) => ({
            field: prefix + name,
            keys: ["pin"],
          }));
          const sanitizer = createSanitizer({ schemas: [schema], policy: { mapKeys } });
          const message = Object.fromEntries(keys.map((key) => [key, { pin: "hunter2" }]));
          expect(sanitizer.stringify("app.v1.M", message)).not.toContain("hunter2");
        }
    }
  });

  it("hide service account tokens in a camelCase map, whichever source it has", () => {
    const root = parseText(
      8,
      true,
      `syntax = "proto3"; package app.v1; message M { map<string, string> volumeContext = 1; }`,
    );
    const volumeContext = { [SERVICE_ACCOUNT_TOKENS_KEY]: "hunter2" };
    for (const of of Object.values(FORMS))
      expect(
        createCsiSanitizer({ schemas: [of(root)] }).stringify("app.v1.M", { volumeContext }),
      ).not.toContain("hunter2");
  });

  it("match an option whose name protobufjs changed, as the file has it or not", () => {
    const option =
      "extend google.protobuf.FieldOptions { bool my_secret = 50001; bool OTHER_Secret = 50002; }";
    const proto = `syntax = "proto3"; package app.v1; import "google/protobuf/descriptor.proto"; ${option}
      message M { string a = 1 [(my_secret) = true]; string b = 2 [(OTHER_Secret) = true]; }`;
    for (const version of VERSIONS)
      for (const keepCase of [true, false]) {
        const root = parseText(version, keepCase, proto);
        const policy = { fieldOptions: ["app.v1.my_secret", "app.v1.OTHER_Secret"] };
        const printed = createSanitizer({ schemas: [root], policy }).toJson("app.v1.M", { a: "x", b: "y" });
        expect(printed).toEqual({ a: STRIPPED, b: STRIPPED });
      }
  });
});

describe("a guess", () => {
  const name = fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_]{0,10}$/);

  it("becomes the property again by protobufjs' own rule", () => {
    fc.assert(
      fc.property(name, (key) => {
        const guess = guessedName(key);
        if (guess !== undefined) expect(protobufjs(7).util.camelCase(guess)).toBe(key);
        expect(protobufjsName(key)).toBe(protobufjs(8).util.camelCase(key));
      }),
    );
  });

  it("is right for every name in lower snake_case", () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z][a-z0-9]{0,4}(?:_[a-z][a-z0-9]{0,4}){0,3}$/), (snake) => {
        const key = protobufjsName(snake);
        expect(guessedName(key) ?? key).toBe(snake);
      }),
    );
  });
});

import { create } from "@bufbuild/protobuf";
import { nestedTypes } from "@bufbuild/protobuf/reflect";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createSanitizer } from "../../src/index.js";
import { protobufEsName } from "../../src/representations/property-name.js";
import { runs } from "../runs.js";
import { buildFile, messageIn, stringField } from "./build-file.js";
import { testFiles } from "./test-files.js";

// Letters, digits and underscores in every order, and names that mean something on a JavaScript object.
const trap = fc.constantFrom(
  "constructor",
  "toString",
  "to_string",
  "toJSON",
  "to_JSON",
  "to_j_s_o_n",
  "valueOf",
  "value_of",
  "_constructor",
  "constructor_",
  "__proto__",
  "hasOwnProperty",
  "_",
  "__",
);
const identifier = fc.oneof(
  { weight: 4, arbitrary: fc.stringMatching(/^[A-Za-z0-9_]{1,16}$/) },
  { weight: 2, arbitrary: fc.stringMatching(/^[a_][aB1_]{0,8}$/) },
  { weight: 1, arbitrary: trap },
);

describe("a field is read by the property name that @bufbuild/protobuf gives it", () => {
  it.each(testFiles)("in $name", (file) => {
    const types = [...nestedTypes(file)].flatMap((type) => (type.kind === "message" ? type : []));
    const fields = types.flatMap((type) => type.fields).filter((field) => field.oneof === undefined);
    const oneofs = types.flatMap((type) => type.oneofs);
    // The name of a member of a oneof is not a property. It is the value of `case`.
    for (const { name, localName } of [...fields, ...oneofs]) expect(protobufEsName(name)).toBe(localName);
    expect(fields).not.toEqual([]);
  });

  it("whatever its name is, that of its oneof, and its own in a oneof", () => {
    fc.assert(
      fc.property(identifier, (name) => {
        const { plain, choice, field, member, oneof } = compiled(name);
        expect(protobufEsName(name)).toBe(field.localName);
        expect(protobufEsName(name)).toBe(oneof.localName);

        const printed = JSON.stringify(Object.fromEntries([[name, "value"]]));
        const sanitizer = createSanitizer();
        expect(sanitizer.stringify(plain, create(plain, own(field.localName, "value")))).toBe(printed);
        const chosen = own(oneof.localName, { case: member.localName, value: "value" });
        expect(sanitizer.stringify(choice, create(choice, chosen))).toBe(printed);
      }),
      { numRuns: runs(500) },
    );
  });
});

/** An object with one property of its own, also where that is called `__proto__`. */
function own(name: string, value: unknown): Record<string, unknown> {
  return Object.fromEntries([[name, value]]);
}

/** A field, and a oneof and its only member, all of the same name. */
function compiled(name: string) {
  const file = buildFile({
    name: "names.proto",
    package: "names",
    messageType: [
      { name: "Plain", field: [stringField(name, 1)] },
      { name: "Choice", field: [stringField(name, 1, { oneofIndex: 0 })], oneofDecl: [{ name }] },
    ],
  });
  const plain = messageIn(file, "names.Plain");
  const choice = messageIn(file, "names.Choice");
  const [field] = plain.fields;
  const [member] = choice.fields;
  const [oneof] = choice.oneofs;
  if (field === undefined || member === undefined || oneof === undefined) throw new Error("no field");
  return { plain, choice, field, member, oneof };
}

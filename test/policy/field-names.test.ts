import { describe, expect, it } from "vitest";
import {
  fieldMatcher,
  hasKeys,
  matchesField,
  namesJson,
  namesKeyedField,
  namesTexts,
} from "../../src/policy/field-names.js";
import type { FieldShape, ValueType } from "../../src/schema/message-shape.js";
import { fieldShape, scalar } from "../plan/field-shape.js";

const STRUCT: ValueType = { kind: "message", typeName: "google.protobuf.Struct", delimited: false };
const OTHER: ValueType = { ...STRUCT, typeName: "a.Other" };

/** A field that has another name in another descriptor. */
const renamed = fieldShape({ otherNames: ["b.N.g"] });

/** A field of protobufjs: its name in the .proto file is not known, only that of its property. */
const guessed = fieldShape({
  name: "api_key",
  fullName: "a.M.api_key",
  propertyNames: ["apiKey"],
  isGuessedName: true,
});

const MAP: FieldShape["cardinality"] = { kind: "map", key: "string" };

describe("a name in a rule", () => {
  it.each(["a.M.f", "b.N.g"])("is one of the full names of a field: %s", (name) => {
    expect(matchesField(name, renamed)).toBe(true);
    expect(fieldMatcher(["a.M.other", name])(renamed)).toBe(name);
  });

  it.each(["f", "M.f", "a.M", "a.M.f.g", "a.M.g", "b.N.f"])("is no other name: %s", (name) => {
    expect(matchesField(name, renamed)).toBe(false);
    expect(fieldMatcher([name])(renamed)).toBeUndefined();
  });

  it("may be any that protobufjs turns into the property of a field, if the name of the field is guessed", () => {
    for (const name of ["a.M.api_key", "a.M.apiKey"])
      expect([name, matchesField(name, guessed), fieldMatcher([name])(guessed)]).toEqual([name, true, name]);
    for (const name of ["a.M.apikey", "a.N.apiKey", "b.M.api_key", "apiKey", "a.M.N.apiKey"])
      expect([name, matchesField(name, guessed)]).toEqual([name, false]);
    expect(matchesField("a.M.apiKey", { ...guessed, isGuessedName: false })).toBe(false);
    expect(fieldMatcher(["a.M.apiKey"])({ ...guessed, isGuessedName: false })).toBeUndefined();
  });
});

describe("a pattern in a rule", () => {
  it("matches one of the full names", () => {
    for (const pattern of [/^a\.M\.f$/, /g$/, /N/]) {
      expect(matchesField(pattern, renamed)).toBe(true);
      expect(fieldMatcher([/x/, pattern])(renamed)).toBe(pattern);
    }
    expect(fieldMatcher([/x/])(renamed)).toBeUndefined();
  });

  it("is not asked if a name is given that is one of the field", () => {
    expect(fieldMatcher([/f/, "b.N.g"])(renamed)).toBe("b.N.g");
  });
});

describe("a rule for what is in a field", () => {
  const map = fieldShape({ cardinality: MAP, otherNames: ["b.N.g"] });

  it.each(["f", "g", "a.M.f", "b.N.g"])("names it simply or in full: %s", (name) => {
    expect([namesKeyedField(name, map), namesTexts(name, map), namesJson(name, map)]).toEqual([
      true,
      true,
      true,
    ]);
  });

  it.each(["h", "a.M.g", "M.f", "", "a.M."])("and not by another name: %s", (name) => {
    expect([namesKeyedField(name, map), namesTexts(name, map), namesJson(name, map)]).toEqual([
      false,
      false,
      false,
    ]);
  });

  it("may name it by what protobufjs turns into its property", () => {
    expect(namesTexts("apiKey", guessed)).toBe(true);
    expect(namesTexts("api", guessed)).toBe(false);
  });

  it.each<[string, Partial<FieldShape>, boolean]>([
    ["a map", { cardinality: MAP }, true],
    ["a map of numbers", { cardinality: MAP, type: scalar("int32") }, true],
    ["a Struct", { type: STRUCT }, true],
    ["another message", { type: OTHER }, false],
    ["a string", {}, false],
    ["an enum", { type: { kind: "enum", enum: { typeName: "a.E", closed: false, values: [] } } }, false],
  ])("of keys is for fields with keys: %s", (_, given, expected) => {
    expect([hasKeys(fieldShape(given)), namesKeyedField("f", fieldShape(given))]).toEqual([
      expected,
      expected,
    ]);
  });

  it.each<[string, ValueType, texts: boolean, json: boolean]>([
    ["strings", scalar("string"), true, true],
    ["bytes", scalar("bytes"), false, true],
    ["numbers", scalar("int32"), false, false],
    ["messages", OTHER, false, false],
    ["enums", { kind: "enum", enum: { typeName: "a.E", closed: false, values: [] } }, false, false],
  ])("of texts is for fields with texts: %s", (_, type, texts, json) => {
    const field = fieldShape({ type });
    expect([namesTexts("f", field), namesJson("f", field)]).toEqual([texts, json]);
  });

  it("of JSON is for no field of protobuf itself", () => {
    const value = fieldShape({ name: "value", fullName: "google.protobuf.StringValue.value" });
    expect(namesJson("value", value)).toBe(false);
  });
});

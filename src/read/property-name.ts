import { camelCase } from "../schema/json-name.js";

const RESERVED: ReadonlySet<string> = new Set(["constructor", "toString", "toJSON", "valueOf"]);

/** The property that @bufbuild/protobuf gives to a field or oneof. Members of a oneof are not escaped there. */
export function protobufEsName(name: string): string {
  const property = camelCase(name);
  return RESERVED.has(property) ? `${property}$` : property;
}

/** The property that protobufjs makes of a name unless `keepCase` is set: only `_` before a small letter goes. */
export function protobufjsName(name: string): string {
  const capitalized = name.slice(1).replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
  return name.charAt(0) + capitalized;
}

/** The property that @protobuf-ts makes of a name: a letter behind a digit is a capital one, too. */
export function protobufTsName(name: string): string {
  let property = "";
  let capitalize = false;
  for (const character of name) {
    const isDigit = /\d/.test(character);
    if (character !== "_") property += capitalize && !isDigit ? character.toUpperCase() : character;
    capitalize = isDigit || character === "_";
  }
  const lower = name.startsWith("_") ? property : property.charAt(0).toLowerCase() + property.slice(1);
  return lower === "toString" ? "toString$" : lower;
}

/** All names that a property for a field or oneof of this name may have, most exact first. */
export function propertyNames(name: string, others: readonly string[]): readonly string[] {
  const derived = [camelCase(name), protobufjsName(name), protobufEsName(name), protobufTsName(name)];
  return [...new Set([name, ...others, ...derived])];
}

import { camelCase } from "../schema/names.js";

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

/** The property that ts-proto makes of a name: each word behind a `_` begins with a capital letter; only of names without small letters the case goes. */
export function tsProtoName(name: string): string {
  if (!name.includes("_")) return name;
  const words = (/[a-z]/.test(name) ? name : name.toLowerCase()).split("_");
  return words.map((word, index) => (index === 0 ? word : capitalized(word))).join("");
}

function capitalized(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

/** All names that a property for a field or oneof of this name may have, most exact first. */
export function propertyNames(name: string, others: readonly string[]): readonly string[] {
  const derive = [camelCase, protobufjsName, protobufEsName, protobufTsName, tsProtoName];
  return [...new Set([name, ...others, ...derive.map((nameOf) => nameOf(name))])];
}

import { camelCase, protobufjsName } from "../schema/names.js";

const RESERVED: ReadonlySet<string> = new Set(["constructor", "toString", "toJSON", "valueOf"]);

/** The property that @bufbuild/protobuf gives to a field or oneof. It does not escape the names of members of a oneof. */
export function protobufEsName(name: string): string {
  const property = camelCase(name);
  return RESERVED.has(property) ? `${property}$` : property;
}

const METHODS: ReadonlySet<string> = new Set(
  "getType clone equals fromBinary fromJson fromJsonString toBinary toJson toJsonString toObject".split(" "),
);

/** The property that version 1 of @bufbuild/protobuf gives to a field or oneof: its messages have methods. */
function protobufEs1Name(name: string): string {
  const property = camelCase(name);
  return METHODS.has(property) ? `${property}$` : protobufEsName(name);
}

const ESCAPED: ReadonlySet<string> = new Set(["__proto__", "toString", "oneofKind"]);

/** The property that @protobuf-ts gives to a field or oneof with `use_proto_field_name`. */
function escaped(name: string): string {
  return ESCAPED.has(name) ? `${name}$` : name;
}

/** The property that it gives without: a letter after a digit becomes a capital letter, too. */
export function protobufTsName(name: string): string {
  let property = "";
  let capitalize = false;
  for (const character of name) {
    const isDigit = /\d/.test(character);
    if (character !== "_") property += capitalize && !isDigit ? character.toUpperCase() : character;
    capitalize = isDigit || character === "_";
  }
  return escaped(name.startsWith("_") ? property : property.charAt(0).toLowerCase() + property.slice(1));
}

/** The property that ts-proto makes of a name: each word after a `_` begins with a capital letter. A name without small letters is lowered first. */
export function tsProtoName(name: string): string {
  if (!name.includes("_")) return name;
  const words = (/[a-z]/.test(name) ? name : name.toLowerCase()).split("_");
  return words.map((word, index) => (index === 0 ? word : capitalized(word))).join("");
}

function capitalized(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

/** All names of the property for a field or oneof with this name, most exact first. */
export function propertyNames(name: string, others: readonly string[]): readonly string[] {
  const derived = [
    camelCase,
    protobufjsName,
    protobufEsName,
    protobufEs1Name,
    escaped,
    protobufTsName,
    tsProtoName,
  ].map((nameOf) => nameOf(name));
  return [...new Set([name, ...others, ...derived])];
}

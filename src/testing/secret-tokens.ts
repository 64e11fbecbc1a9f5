import type { DescMessage } from "@bufbuild/protobuf";
import { propertyKeys } from "../representations/own-property.js";

/** Makes values that occur nowhere by chance, the same ones from the same seed. */
export class SecretTokens {
  #state: number;

  constructor(seed: number) {
    this.#state = seed | 0;
  }

  /** A text of 25 characters. One of them is written in another way by JSON, shells or URLs. */
  text(): string {
    const half = (): string => Array.from({ length: 12 }, () => this.#pick(LETTERS)).join("");
    return half() + this.#pick(SIGNS) + half();
  }

  /** A number of nine digits. */
  number(): number {
    return 100_000_000 + (this.#next() % 900_000_000);
  }

  #pick(characters: string): string {
    return characters.charAt(this.#next() % characters.length);
  }

  /** Mulberry32. */
  #next(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  }
}

const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
const SIGNS = "-_./+=\"'&% \\";
/** Shorter numbers are not sought: they are in every log. */
const FEWEST_DIGITS = 6;

/**
 * A value with a token in place of each secret: each part that its redacted copy does not have.
 *
 * @param redacted undefined if all of the value is secret.
 */
export function withTokens(value: unknown, redacted: unknown, tokens: SecretTokens): unknown {
  switch (typeof value) {
    case "string":
      return value === redacted ? value : tokens.text();
    case "number":
      return value === redacted || !isSought(value) ? value : tokens.number();
    case "bigint":
      return value === redacted || !isSought(value) ? value : BigInt(tokens.number());
    case "object":
      return value === null ? null : objectWithTokens(value, redacted, tokens);
    default:
      return value;
  }
}

function isSought(value: number | bigint): boolean {
  return Number.isFinite(Number(value)) && String(value).replace(/\D/g, "").length >= FEWEST_DIGITS;
}

function objectWithTokens(value: object, redacted: unknown, tokens: SecretTokens): unknown {
  if (value instanceof Uint8Array) {
    const isOpen = redacted instanceof Uint8Array && String(redacted) === String(value);
    return isOpen ? value : new TextEncoder().encode(tokens.text());
  }
  if (Array.isArray(value)) {
    const others: readonly unknown[] =
      Array.isArray(redacted) && redacted.length === value.length ? redacted : [];
    return value.map((item, index) => withTokens(item, others[index], tokens));
  }
  // Its payload must stay a message.
  if (Reflect.get(value, "$typeName") === "google.protobuf.Any") return value;
  const copy: object = Object.create(Object.getPrototypeOf(value), Object.getOwnPropertyDescriptors(value));
  for (const key of propertyKeys(value)) {
    // The name of the type, the member of a oneof, and unknown fields, which no copy has.
    if (key === "$typeName" || key === "$unknown") continue;
    const isCase = key === "case" && "value" in value && Object.keys(value).length === 2;
    if (isCase) continue;
    const other: unknown =
      typeof redacted === "object" && redacted !== null && Object.hasOwn(redacted, key)
        ? Reflect.get(redacted, key)
        : undefined;
    define(copy, key, withTokens(Reflect.get(value, key), other, tokens));
  }
  return copy;
}

/** Adds entries to the maps of a message, and of the messages in it: policies judge entries by keys that are rarely generated. */
export function addEntries(
  desc: DescMessage,
  message: object,
  keysOf: (field: string) => readonly string[],
): void {
  for (const field of desc.fields) {
    if (field.oneof !== undefined) continue;
    const value: unknown = Reflect.get(message, field.localName);
    if (typeof value !== "object" || value === null) continue;
    if (field.fieldKind === "message") addEntries(field.message, value, keysOf);
    else if (field.fieldKind === "map" && field.mapKind === "scalar") {
      for (const key of keysOf(`${desc.typeName}.${field.name}`)) define(value, key, "token");
    }
  }
}

/** Defines a property as data: a key may be `__proto__`. */
function define(object: object, key: PropertyKey, value: unknown): void {
  Object.defineProperty(object, key, { value, writable: true, enumerable: true, configurable: true });
}

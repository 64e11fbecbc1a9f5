import { isBytes } from "../options/is-bytes.js";
import { type OptionNames, readOptions } from "../options/read-options.js";
import type { ClassPseudonyms, PseudonymMaker } from "../policy/pseudonyms.js";
import { classPseudonyms, type NamedKey, namedKey } from "./class-pseudonyms.js";
import { utf8 } from "./encoding.js";

/** A key of pseudonyms. */
export interface PseudonymKey {
  /**
   * At least 32 bytes from a random generator. A text counts by its bytes in UTF-8: neither base64 nor hexadecimal is decoded. It is
   * hashed at once, and not kept.
   */
  readonly key: Uint8Array | string;
  /**
   * The name of the key, which stands in each pseudonym: up to 32 letters, digits, dots, dashes and underscores. Default: `k1`. Each
   * key needs a name of its own.
   */
  readonly keyId?: string;
}

/** Makes pseudonyms. No way of printing it shows a key: it has none, only functions that hash. */
export interface Pseudonyms extends PseudonymMaker {
  /** The names of the keys, the one that makes new pseudonyms first. */
  readonly keyIds: readonly string[];
  /**
   * The pseudonyms of a known value, to find it in logs: one for each key, in the order of `keyIds`. Empty for a value that has none
   * because it can be guessed.
   *
   * @param value a text as it stands in a string field; bytes; or a number, also an integer as a bigint.
   * @param className the class of the field. Default: `pii`.
   */
  of(value: string | number | bigint | Uint8Array, className?: string): readonly string[];
}

/** The class of {@link Pseudonyms.of} if none is given. */
const DEFAULT_CLASS = "pii";
const DEFAULT_KEY_ID = "k1";
const FEWEST_BYTES = 32;
const KEY: OptionNames<PseudonymKey> = { key: true, keyId: true };

/**
 * Makes what the option `pseudonyms` of a sanitizer takes. HMAC-SHA-256 under the key makes a pseudonym of 48 bits: equal values of a
 * class have the same one, in every message, copy, wire bytes and text, and nobody can find the value without the key.
 *
 * @param keys a key, or several of them. The first one makes pseudonyms. With the others, `of` finds values in older logs, and a
 *   pseudonym that was made with one of them stands for itself.
 * @throws {TypeError} if a key has less than 32 bytes, or a name is wrong or comes twice. The error has no part of a key.
 * @example
 * ```ts
 * const sanitizer = createSanitizer({
 *   schemas: [registry],
 *   policy: { fields: [{ field: "acme.v1.User.email", class: "pii" }] },
 *   classes: { pii: "pseudonym" },
 *   pseudonyms: createPseudonyms({ key: readFileSync("/run/secrets/pseudonym-key"), keyId: "k7" }),
 * });
 * ```
 */
export function createPseudonyms(keys: PseudonymKey | readonly PseudonymKey[]): Pseudonyms {
  const given = isList(keys) ? [...keys] : [keys];
  const [first, ...older] = given.map(readKey);
  if (first === undefined) throw new TypeError("createPseudonyms: needs a key");
  const ids = [first, ...older].map(({ keyId }) => keyId);
  if (new Set(ids).size < ids.length)
    throw new TypeError("createPseudonyms: keyId: two keys have the same name");
  return new KeyedPseudonyms([first, ...older], ids);
}

/** `Array.isArray` does not tell the compiler about readonly lists. */
function isList(keys: PseudonymKey | readonly PseudonymKey[]): keys is readonly PseudonymKey[] {
  return Array.isArray(keys);
}

function readKey(given: PseudonymKey): NamedKey {
  // Undefined is a mistake, so it becomes null.
  const { key, keyId = DEFAULT_KEY_ID } = readOptions("createPseudonyms", given ?? (null as never), KEY);
  // The name may be the key by mistake, so it is not quoted.
  if (typeof keyId !== "string" || !/^[\w.-]{1,32}$/.test(keyId))
    throw new TypeError(
      "createPseudonyms: keyId: expected up to 32 letters, digits, dots, dashes and underscores",
    );
  const bytes = typeof key === "string" ? utf8(key) : isBytes(key) ? Uint8Array.from(key) : undefined;
  if (bytes === undefined || bytes.length < FEWEST_BYTES)
    throw new TypeError(
      `createPseudonyms: key: expected at least ${FEWEST_BYTES} bytes, as a Uint8Array or a text`,
    );
  const named = namedKey(keyId, bytes);
  bytes.fill(0);
  return named;
}

/** Private fields are in no JSON, no copy for another thread, and not in what `util.inspect` prints. */
class KeyedPseudonyms implements Pseudonyms {
  readonly #keys: readonly NamedKey[];
  readonly #ids: readonly string[];
  /** For each class, the pseudonyms under each key. */
  readonly #classes = new Map<string, readonly ClassPseudonyms[]>();

  constructor(keys: readonly NamedKey[], ids: readonly string[]) {
    this.#keys = keys;
    this.#ids = ids;
  }

  get keyIds(): readonly string[] {
    return [...this.#ids];
  }

  ofClass(className: string): ClassPseudonyms {
    // There is a first key.
    return this.#underEachKey(className)[0] as ClassPseudonyms;
  }

  of(value: string | number | bigint | Uint8Array, className: string = DEFAULT_CLASS): readonly string[] {
    return this.#underEachKey(className).flatMap(({ text, bytes, number }) => {
      const make = typeof value === "string" ? text : isBytes(value) ? bytes : number;
      return make(value) ?? [];
    });
  }

  #underEachKey(className: string): readonly ClassPseudonyms[] {
    let made = this.#classes.get(className);
    if (made === undefined) {
      const own = new RegExp(`^\\*{3}(?:${this.#ids.map(escaped).join("|")}):[\\da-f]{12}\\*{3}$`);
      made = this.#keys.map((key) => classPseudonyms(key, className, (text) => own.test(text)));
      this.#classes.set(className, made);
    }
    return made;
  }
}

/** A name for a pattern: of all its characters, only the dot means something there. */
function escaped(keyId: string): string {
  return keyId.replaceAll(".", "\\.");
}

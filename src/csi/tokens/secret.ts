import { STRIPPED } from "../../marker.js";

/**
 * The texts of all secrets. They are not in private fields, because a debugger that is attached previews private fields of
 * every value that is logged.
 */
const texts = new WeakMap<Secret, string>();

/**
 * A text that prints as the marker, wherever a value can be printed: `String(x)`, template literals, `JSON.stringify`,
 * `console.log`, `util.inspect` and `util.format`, loggers, assertion errors. It has no properties, so that copies of it
 * (a spread, `structuredClone`) hold nothing. Only {@link Secret.reveal} gives the text.
 *
 * Any two secrets are equal for `assert.deepEqual` and similar functions, which see no difference. Use {@link Secret.equals}.
 * A heap snapshot contains the text.
 *
 * @example
 * ```ts
 * const token = new Secret("eyJhbGciOi...");
 * console.log(`token: ${token}`); // token: ***stripped***
 * headers.set("Authorization", `Bearer ${token.reveal()}`);
 * ```
 */
export class Secret {
  constructor(text: string) {
    texts.set(this, text);
  }

  /**
   * The text itself. Pass it directly to the code that needs it.
   *
   * @throws {TypeError} if this is a proxy or a copy of a secret.
   */
  reveal(): string {
    const text = texts.get(this);
    if (text === undefined) throw new TypeError("a copy or proxy of a Secret holds no text");
    return text;
  }

  /**
   * Whether the text equals another text. The comparison always runs to the end of the other text. So its time depends on
   * the length of the other text and not on the content of either, as far as a JavaScript engine allows. Never throws.
   */
  equals(other: Secret | string): boolean {
    const own = texts.get(this);
    const text = typeof other === "string" ? other : texts.get(other);
    return own !== undefined && text !== undefined && isSameText(own, text);
  }

  /** The marker. */
  toString(): string {
    return STRIPPED;
  }

  /** The marker, for `JSON.stringify` and for loggers. */
  toJSON(): string {
    return STRIPPED;
  }

  /** The marker; `NaN` where a number is asked for. */
  [Symbol.toPrimitive](hint: "string" | "number" | "default"): string | number {
    return hint === "number" ? Number.NaN : STRIPPED;
  }

  static {
    // What `console.log` and `util.inspect` show.
    Object.defineProperty(Secret.prototype, Symbol.for("nodejs.util.inspect.custom"), {
      value: (): string => `Secret<${STRIPPED}>`,
    });
  }
}

/** Compares all code units, even after a difference. */
function isSameText(own: string, other: string): boolean {
  // If the other text is longer, start again at the beginning of the own text, so that the time depends on the other text only.
  const length = Math.max(own.length, 1);
  let difference = own.length ^ other.length;
  for (let index = 0; index < other.length; index++) {
    difference |= own.charCodeAt(index % length) ^ other.charCodeAt(index);
  }
  return difference === 0;
}

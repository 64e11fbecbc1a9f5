import { STRIPPED } from "../../marker.js";

/**
 * The texts. Not in private fields: a debugger's preview shows those, and with them every text that is logged while one
 * is attached.
 */
const texts = new WeakMap<Secret, string>();

/**
 * A text that prints as the marker, wherever a value can be printed: `String(x)`, template literals, `JSON.stringify`,
 * `console.log`, `util.inspect` and `util.format`, loggers, assertion errors. It has no properties, so that copies of it
 * (a spread, `structuredClone`) hold nothing. Only {@link Secret.reveal} gives the text.
 *
 * Two secrets are always equal for `assert.deepEqual` and the like, which see no difference; use {@link Secret.equals}.
 * Who can take a heap snapshot finds the text.
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
   * The text itself. Pass it straight on to whoever needs it.
   *
   * @throws {TypeError} if this is no secret, but a proxy or a copy of one.
   */
  reveal(): string {
    const text = texts.get(this);
    if (text === undefined) throw new TypeError("a copy or proxy of a Secret holds no text");
    return text;
  }

  /**
   * Whether the text is the same as another one. The time that this takes depends on the length of the other text, and
   * on neither content, as far as a JavaScript engine allows: the texts are compared to the end. Never throws.
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

/** Compares all code units, whatever the first ones are. */
function isSameText(own: string, other: string): boolean {
  // Of the longer text the units beyond the end of the own one are compared with its beginning, for the time it takes.
  const length = Math.max(own.length, 1);
  let difference = own.length ^ other.length;
  for (let index = 0; index < other.length; index++) {
    difference |= own.charCodeAt(index % length) ^ other.charCodeAt(index);
  }
  return difference === 0;
}

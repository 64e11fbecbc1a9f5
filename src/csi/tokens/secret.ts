import { STRIPPED } from "../../marker.js";

/**
 * The texts of all secrets. They are not in private fields, because a debugger that is attached previews private fields of
 * every value that is logged.
 */
const texts = new WeakMap<Secret, string>();

/** The symbol of a text, and how many secrets have it. */
interface Identity {
  readonly symbol: symbol;
  holders: number;
}

const identities = new Map<string, Identity>();
/** Some workers have no FinalizationRegistry. */
const collected: FinalizationRegistry<string> | undefined =
  typeof FinalizationRegistry === "undefined" ? undefined : new FinalizationRegistry(forget);

function forget(text: string): void {
  const identity = identities.get(text);
  if (identity !== undefined && --identity.holders === 0) identities.delete(text);
}

/** The key of the one property of a secret. */
const IDENTITY = Symbol("identity");

/** A symbol that secrets have in common while they have the same text. It shows nothing of the text. */
function identityOf(secret: Secret, text: string): symbol {
  const identity = identities.get(text) ?? { symbol: Symbol("text"), holders: 0 };
  // Without it, each secret differs from all others: texts would stay for ever.
  if (collected === undefined) return identity.symbol;
  identities.set(text, identity);
  identity.holders++;
  collected.register(secret, text);
  return identity.symbol;
}

/**
 * A text that prints as the marker, wherever a value can be printed: `String(x)`, template literals, `JSON.stringify`,
 * `console.log`, `util.inspect` and `util.format`, loggers, assertion errors. Copies of it (a spread, `structuredClone`) do not
 * hold the text. Only {@link Secret.reveal} gives it.
 *
 * `util.isDeepStrictEqual`, `assert.deepStrictEqual` and `toEqual` tell secrets with different texts apart, and take secrets with
 * the same text for equal. Functions that do not compare symbol properties, such as `assert.deepEqual`, take all secrets for
 * equal. So use {@link Secret.equals} in code. A heap snapshot contains the text.
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
    // Deep comparisons look at enumerable properties, also at those of symbols. What prints or copies a value shows no symbols.
    Object.defineProperty(this, IDENTITY, { value: identityOf(this, text), enumerable: true });
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

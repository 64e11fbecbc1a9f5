import type { FieldShape } from "../../schema/message-shape.js";

/** The reason why an open field may hold credentials. */
export interface Suspicion {
  /**
   * `likely`: the name of the field says so. `possible`: its name, comment or type allows it, as for page tokens, names of
   * secrets, and maps with any content.
   */
  readonly severity: "likely" | "possible";
  readonly reason: string;
}

/**
 * Whether a field that no rule names may hold credentials, by its type, its name, and its comment. Flags, enums, times and
 * most numbers never do.
 */
export function suspicionOf(field: FieldShape, comment: string): Suspicion | undefined {
  const holds = contentOf(field);
  if (holds === "nothing") return undefined;
  const words = wordsOf(field.name);
  const named = nameSuspicion(words);
  if (named !== undefined)
    return holds === "number" && !words.some((word) => NUMBERS.has(word)) ? undefined : named;
  if (holds === "number") return undefined;
  const mention = COMMENT.exec(comment)?.[0];
  if (mention !== undefined) {
    return { severity: "possible", reason: `its comment speaks of "${mention.toLowerCase()}"` };
  }
  return holds === "anything"
    ? { severity: "possible", reason: "anything can stand under its keys" }
    : undefined;
}

/** The kind of content of a field. */
function contentOf({ cardinality, type }: FieldShape): "nothing" | "number" | "text" | "anything" {
  if (type.kind === "enum") return "nothing";
  if (type.kind === "message") {
    if (HARMLESS_TYPES.has(type.typeName)) return "nothing";
    return OPEN_TYPES.has(type.typeName) ? "anything" : "text";
  }
  const isText = type.scalar === "string" || type.scalar === "bytes";
  if (isText) return cardinality.kind === "map" ? "anything" : "text";
  return type.scalar === "bool" ? "nothing" : "number";
}

const HARMLESS_TYPES: ReadonlySet<string> = new Set(
  ["Timestamp", "Duration", "BoolValue", "Empty", "FieldMask"].map((name) => `google.protobuf.${name}`),
);
const OPEN_TYPES: ReadonlySet<string> = new Set(
  ["Struct", "Value", "ListValue"].map((name) => `google.protobuf.${name}`),
);

/** These are secret even as numbers. */
const NUMBERS: ReadonlySet<string> = new Set(["pin", "otp", "passcode", "password", "secret", "cvv", "cvc"]);

function nameSuspicion(words: readonly string[]): Suspicion | undefined {
  const found = credentialWord(words) ?? keyWord(words);
  if (found === undefined) return undefined;
  const last = words.at(-1) ?? "";
  if (isPageToken(words)) return { severity: "possible", reason: "a token, though one of pages by its name" };
  // The name, path or time of a credential is not secret. But some people put the credential itself into such a field.
  if (ABOUT.has(last) && last !== found.word) {
    return { severity: "possible", reason: `its name speaks of "${found.word}", though of its ${last}` };
  }
  return { severity: found.severity, reason: `its name speaks of "${found.word}"` };
}

interface FoundWord {
  readonly word: string;
  readonly severity: Suspicion["severity"];
}

const CREDENTIAL =
  /^(?:passw(?:or)?d|passphrase|passcode|pass|pwd|pswd|secrets?|credentials?|creds?|tokens?|jwts?|bearer|chap|auth|oauth2?|authori[sz]ation|authentication|cookies?|keytabs?|kubeconfigs?|otp|totp|pin|cvv|cvc|mnemonic|macaroons?|sas)$/;
// Words without a separator: dbpassword, accesstoken, apikey.
const COMPOUND =
  /(?:passw(?:or)?d|passphrase|credentials?|secrets?|(?:access|auth|refresh|session|id|bearer|user|api|sas)tokens?|(?:api|access|private|secret|account|admin|ssh|signing|encryption)keys?)$/;

function credentialWord(words: readonly string[]): FoundWord | undefined {
  const word =
    words.find((one) => CREDENTIAL.test(one) || COMPOUND.test(one)) ??
    words.find((_, index) => /^pass(?:word|phrase|code)$/.test(words.slice(index, index + 2).join("")));
  return word === undefined ? undefined : { word, severity: "likely" };
}

// The word before "key" says which kind of key it is.
const SECRET_KEYS =
  /^(?:private|secret|access|api|account|admin|signing|encryption|decryption|ssh|master|shared|session|client|host|ssl|tls|gpg|pgp|aes|rsa|hmac|wrapping|storage|service|license|user|auth|kek|dek|luks)$/;
const PLAIN_KEYS =
  /^(?:public|primary|foreign|partition|sort|row|map|cache|idempotency|routing|topology|label|annotation|lookup|group|index|object)$/;

function keyWord(words: readonly string[]): FoundWord | undefined {
  const index = words.findIndex((word) => word === "key" || word === "keys");
  const word = words[index];
  if (word === undefined) return undefined;
  const kind = words[index - 1] ?? "";
  if (PLAIN_KEYS.test(kind)) return undefined;
  return SECRET_KEYS.test(kind)
    ? { word: `${kind} ${word}`, severity: "likely" }
    : { word, severity: "possible" };
}

/** Page tokens: `starting_token`, `next_page_token`. */
function isPageToken(words: readonly string[]): boolean {
  const { length } = words;
  const isToken = words[length - 1] === "token" || words[length - 1] === "tokens";
  return isToken && length > 1 && words.slice(0, -1).every((word) => PAGES.has(word));
}

const PAGES: ReadonlySet<string> = new Set(
  "starting start next previous prev page continuation continue resume sync cursor list paging pagination".split(
    " ",
  ),
);

const ABOUT: ReadonlySet<string> = new Set(
  (
    "name names namespace id ids type types kind mode method methods scheme schemes path file ref refs reference url uri " +
    "endpoint host audience audiences issuer scope scopes count length size limit ttl expiry expires expiration version " +
    "policy required enabled supported status algorithm format"
  ).split(" "),
);

// Words for credentials in prose. "key" alone and page tokens do not count.
const COMMENT =
  /\b(?:passwords?|passphrases?|passcodes?|secrets?|credentials?|CHAP|bearer|JWTs?|kubeconfig|cookies?|(?:private|access|api|secret|signing|encryption|ssh) keys?|(?:access|auth|authentication|bearer|refresh|session|account|api|security|id|SAS) tokens?|authorization header)\b/i;

/** The words of a name in any case convention, in small letters: `volume_context`, `volumeContext`, `VOLUME-CONTEXT`. */
function wordsOf(name: string): readonly string[] {
  const words = name.match(/[a-z]+|[A-Z]+(?![a-z])|[A-Z][a-z]*|\d+/g) ?? [];
  return words.map((word) => word.toLowerCase());
}

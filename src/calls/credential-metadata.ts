import { isBytes } from "../options/is-bytes.js";
import { jwt } from "../policy/jwt.js";
import { base64Decode } from "../scalars/base64.js";
import type { Origin, Origins } from "../write/collect/origin.js";
import type { CollectedValues, SecretValue } from "../write/collect/secret-walk.js";

/** Metadata of any library: the values of each key. */
export type MetadataEntries = readonly (readonly [key: string, values: readonly unknown[]])[];

/** The end of a key whose values are binary. */
const BINARY = "-bin";

/** Keys whose values say how a call is made, or which call it is: protocol, correlation ids, rate limits. They win over the others. */
const OPEN_KEY =
  /^(?::|grpc-(?!metadata-)|content-|accept|connect-|x-b3-|(?:b3|baggage|host|te|traceparent|tracestate|user-agent)$)|(?:request|correlation|transaction|trace|span)[-_.]?id$|rate-?limit/;

/** Keys whose values let somebody in. */
const CREDENTIAL_KEY =
  /authorization|token|secret|passw|passphrase|passcode|credential|cookie|signature|jwt|assertion|[cx]srf|(?:^|[-_.])(?:auth|authentication)$|(?:^|[-_.])(?:pass|pwd|pin|otp|sid|creds?|session|bearer)(?:$|[-_.])|(?:api|access|account|app|application|auth|client|customer|encryption|functions|license|master|private|session|shared|signing|subscription)[-_.]?key/;

// Keys are from the other side, so the memory for them is bounded in number and length.
const MOST_KEYS = 1000;
const LONGEST_KEY = 100;

/** Decides which keys of metadata have credentials as values. Holding and showing metadata both ask it. */
export class CredentialKeys {
  readonly #given: ReadonlyMap<string, boolean>;
  readonly #known = new Map<string, KeyKind>();

  /** @param given keys for which the names alone would decide wrongly. */
  constructor(given: Readonly<Record<string, boolean>> = {}) {
    this.#given = new Map(Object.entries(given).map(([key, is]) => [key.toLowerCase(), is]));
  }

  /** Whether all values of a key are credentials. Such a value is never shown. */
  has(key: string): boolean {
    return this.kindOf(key) === "credential";
  }

  /** What the values of a key are. If the key does not tell, each value has to. */
  kindOf(key: string): KeyKind {
    let kind = this.#known.get(key);
    if (kind !== undefined) return kind;
    kind = this.#judge(key.toLowerCase());
    if (key.length > LONGEST_KEY) return kind;
    if (this.#known.size >= MOST_KEYS) this.#known.clear();
    this.#known.set(key, kind);
    return kind;
  }

  #judge(key: string): KeyKind {
    const name = withoutBinary(key);
    const given = this.#given.get(key) ?? this.#given.get(name);
    if (given !== undefined) return given ? "credential" : "open";
    if (OPEN_KEY.test(name)) return "open";
    return CREDENTIAL_KEY.test(name) ? "credential" : "unknown";
  }
}

/** What the values of a key of metadata are. */
export type KeyKind = "credential" | "open" | "unknown";

function withoutBinary(key: string): string {
  return key.endsWith(BINARY) ? key.slice(0, -BINARY.length) : key;
}

/** More than the headers of a call have room for, unless they are hostile. */
const MOST_VALUES = 1000;
/** The shortest part of a credential that is one by itself. Shorter ones would be found everywhere. */
const SHORTEST_PART = 8;

/** Schemes that also stand before credentials under other keys than `authorization`. */
const KNOWN_SCHEME =
  /^(?:ApiKey|Basic|Bearer|Digest|DPoP|GNAP|HOBA|Key|Negotiate|NTLM|OAuth|Token)\s+(\S[\s\S]*)$/i;
/** Any scheme (RFC 9110, section 11.1): a word, and the credential behind white space. */
const ANY_SCHEME = /^[\w!#$%&'*+.^`|~-]+\s+(\S[\s\S]*)$/;
const BASIC = /^Basic\s+([\w+/=-]+)$/i;
/** Names of parameters of a credential that are secret themselves, as in `Digest response="…"`. */
const SECRET_PARAMETER = /token|secret|pass|response|signature|credential|mac$/i;

/**
 * The credentials in metadata, to be held live: without the scheme of an `Authorization`, each cookie by itself, passwords
 * out of `Basic`, binary values as bytes or as the text that they are. A value under any other key counts if it is or holds a JSON
 * Web Token, or begins with the name of a scheme.
 */
export function credentialsIn(entries: MetadataEntries, keys: CredentialKeys): CollectedValues {
  // Most metadata has open keys only, and each call has metadata four times.
  let found: FoundCredentials | undefined;
  for (const [key, values] of entries) {
    const kind = keys.kindOf(key);
    if (kind === "open") continue;
    found ??= new FoundCredentials();
    found.key = key.toLowerCase();
    for (const value of values) {
      if (typeof value !== "string" && !isBytes(value)) continue;
      if (kind === "credential") addValue(key.toLowerCase(), value, found);
      else if (typeof value === "string" && (jwt(value) || KNOWN_SCHEME.test(value)))
        addCredential(value, KNOWN_SCHEME, found);
    }
  }
  return found === undefined ? NOTHING : found.collected();
}

const NOTHING: CollectedValues = { values: [], origins: undefined };

/** Credentials, each once, and the key under which each came first. */
class FoundCredentials {
  /** The key of the values that are looked at. */
  key = "";
  readonly #values = new Set<SecretValue>();
  #origins: Origins | undefined;

  add(value: SecretValue): void {
    const { size } = this.#values;
    const isNew = this.#values.add(value).size > size;
    if (!isNew || this.key === this.#origins?.origin?.name) return;
    const origin: Origin = { kind: "metadata", name: this.key, className: "secret" };
    this.#origins = { origin, key: undefined, from: size, before: this.#origins };
  }

  collected(): CollectedValues {
    return { values: [...this.#values].slice(0, MOST_VALUES), origins: this.#origins };
  }
}

function addValue(key: string, value: string | Uint8Array, found: FoundCredentials): void {
  const name = withoutBinary(key);
  if (typeof value !== "string") {
    const text = utf8Of(value);
    if (text === undefined) found.add(Uint8Array.from(value));
    else addText(name, text, found);
  } else if (name === key) addText(name, value, found);
  else {
    // Headers of Connect have binary values as base64, and join several with commas.
    for (const base64 of value.split(",")) {
      found.add(base64.trim());
      const bytes = bytesOf(base64.trim());
      if (bytes !== undefined) addValue(key, bytes, found);
    }
  }
}

function addText(name: string, text: string, found: FoundCredentials): void {
  if (name.endsWith("set-cookie")) addCookie(text.split(";", 1)[0] ?? "", found);
  else if (name.includes("cookie")) for (const cookie of text.split(/[;,]/)) addCookie(cookie, found);
  else {
    const scheme = /(?:authorization|authentication|auth)$/.test(name) ? ANY_SCHEME : KNOWN_SCHEME;
    addCredential(text, scheme, found);
    // Headers of Connect are joined if a key has several values.
    for (const part of text.includes(", ") ? text.split(", ") : []) {
      if (part.length >= SHORTEST_PART) addCredential(part, scheme, found);
    }
  }
}

function addCookie(cookie: string, found: FoundCredentials): void {
  const value = unquoted(cookie.slice(cookie.indexOf("=") + 1).trim());
  found.add(value);
  try {
    found.add(decodeURIComponent(value));
  } catch {
    // It only looks percent-encoded. The value as it is was added already.
  }
}

function addCredential(text: string, scheme: RegExp, found: FoundCredentials): void {
  const credential = scheme.exec(text.trim())?.[1] ?? text.trim();
  found.add(credential);
  const basic = BASIC.exec(text.trim())?.[1];
  const pair = basic === undefined ? undefined : utf8Of(bytesOf(basic));
  if (pair !== undefined) {
    const colon = pair.indexOf(":");
    // Some services take a key as the user, without a password.
    found.add(pair.slice(colon + 1) || pair.slice(0, colon));
    return;
  }
  if (!credential.includes("=")) return;
  for (const parameter of credential.split(/[\s,;]+/)) {
    const equals = parameter.indexOf("=");
    const value = unquoted(parameter.slice(equals + 1));
    const isSecret =
      equals > 0 && value.length >= SHORTEST_PART && SECRET_PARAMETER.test(parameter.slice(0, equals));
    if (isSecret) found.add(value);
  }
}

function unquoted(text: string): string {
  return text.length > 1 && text.startsWith('"') && text.endsWith('"') ? text.slice(1, -1) : text;
}

const decoder = new TextDecoder("utf-8", { fatal: true });

function utf8Of(bytes: Uint8Array | undefined): string | undefined {
  try {
    return bytes && decoder.decode(bytes);
  } catch {
    return undefined;
  }
}

function bytesOf(base64: string): Uint8Array | undefined {
  try {
    return base64Decode(base64);
  } catch {
    return undefined;
  }
}

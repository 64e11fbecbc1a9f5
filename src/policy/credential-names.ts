/** What the words of a name say about the content of a field. */
export interface NameEvidence {
  /**
   * `likely`: the name speaks of a credential. `possible`: the name allows one, as for page tokens, for the path or name of a
   * credential, and for bodies.
   */
  readonly severity: "likely" | "possible";
  readonly code: "credential" | "one-time code" | "session" | "key" | "page token" | "about" | "content";
  /** The words that were found, such as `recovery code`. */
  readonly words: string;
  /** With the code `about`: what of the credential the field holds, such as `path`. */
  readonly about: string | undefined;
}

// A name is tried as its words in small letters, joined by "_".
const word = (words: string): RegExp => new RegExp(`(?:^|_)(${words})(?=_|$)`);
const lastWord = (words: string): RegExp => new RegExp(`(?:^|_)(${words})$`);

// The last line has names without a separator: dbpassword, accesstoken, apikey.
const CREDENTIAL = word(
  "pass(?:_?(?:phrase|code|word))?|passwd|pwd|pswd|secrets?|credentials?|creds?|tokens?|jwts?|bearer|chap|auth|oauth2?|" +
    "authori[sz]ation|authentication|cookies?|keytabs?|kubeconfigs?|otp|totp|pin|cvv|cvc|mnemonic|seed_phrase|macaroons?|" +
    "sas|dsn|conn(?:ection)?_string|(?:pre_?)?signed_urls?|pem|pfx|p_?12|pkcs_?12|key_?(?:stores?|rings?)|[cx]srf|netrc|" +
    "docker_?config(?:_?json)?|" +
    "[a-z]*(?:passw(?:or)?d|passphrase|credentials?|secrets?|(?:access|auth|refresh|session|id|bearer|user|api|sas)tokens?|" +
    "(?:api|access|private|secret|account|admin|ssh|signing|encryption|license)keys?)",
);
const CODE = word(
  "(?:recovery|backup|verif[a-z]+|confirm[a-z]*|[mt]?fa|t?otp|factor|auth[a-z]*|access|security|one_time|single_use|log_?in|" +
    "sign_?in|sms|device|user|activation|reset|invit[a-z]+|redemption|scratch|unlock|pairing|magic|temp[a-z]*)_codes?",
);
const SESSION = word("session_?(?:ids?|uuid|handle)");
/** In this order: an `auth_code` is a code, and not only something about authentication. */
const LIKELY = [
  ["session", SESSION],
  ["one-time code", CODE],
  ["credential", CREDENTIAL],
] as const;
// The word before "key" says which kind of key it is.
const KEY = /(?:^|_)(?:([a-z\d]+)_)?(keys?)(?=_|$)/;
const SECRET_KEYS =
  /^(?:private|secret|access|api|account|admin|(?:sign|encrypt|decrypt|wrapp)(?:ing|ion)|ssh|master|shared|session|client|host|ssl|tls|gpg|pgp|aes|rsa|hmac|storage|service|licen[sc]e|user|auth|kek|dek|luks)$/;
const PLAIN_KEYS =
  /^(?:public|primary|foreign|partition|sort|row|map|cache|idempotency|routing|topology|label|annotation|lookup|group|index|object)$/;
const PAGE_TOKEN =
  /^(?:(?:starting|start|next|previous|prev|page|continuation|continue|resume|sync|cursor|list|paging|pagination)_)+tokens?$/;
// The name, path or time of a credential is not secret. But some people put the credential itself into such a field.
const ABOUT = lastWord(
  "names?|namespace|ids?|types?|kind|mode|methods?|schemes?|path|file|refs?|references?|url|uri|endpoint|host|audiences?|" +
    "issuer|scopes?|count|length|size|limit|ttl|expiry|expires|expiration|version|policy|required|enabled|supported|status|" +
    "algorithm|format|mechanism|source|provider|plugin|realm|domain|user(?:name)?s?|server|dir(?:ectory)?|timestamp|time|at|in|" +
    "propert(?:y|ies)",
);
// What may hold a credential among other things.
const CONTENT = lastWord(
  "body|bodies|payloads?|contents?|blobs?|data|headers?|sessions?|(?:mount_)?(?:flags|options|opts)|arg(?:ument)?s|argv|param(?:eter)?s|" +
    "command(?:_?line)?s?|cmd(?:_?line)?|env(?:ironment)?s?|licen[sc]es?|cert(?:ificate)?s?|roles?|role_(?:id|arn)|external_id|" +
    "webhook(?:_ur[li])?",
);

/** What a name says of its field, in any case convention: `volume_context`, `volumeContext`, `VOLUME-CONTEXT`. */
export function nameEvidence(name: string): NameEvidence | undefined {
  return evidenceIn(wordsOf(name));
}

function evidenceIn(words: string): NameEvidence | undefined {
  if (PAGE_TOKEN.test(words)) return evidence("possible", "page token", "token");
  const found = credentialIn(words);
  if (found === undefined) {
    const content = CONTENT.exec(words)?.[1];
    return content === undefined ? undefined : evidence("possible", "content", content);
  }
  const about = ABOUT.exec(words)?.[1];
  if (about === undefined || found.words.endsWith(about)) return found;
  return { ...found, severity: "possible", code: "about", about };
}

/** Words that name a credential in a secret document, and may mean anything else in a message. */
const OF_DOCUMENTS = lastWord("private|pw|psk|passwort|sig(?:nature)?");
/**
 * What each name of a credential has in it, in one word. Most names have none of it, and this pattern takes a tenth of the time of
 * the others (measured).
 */
const MAY_NAME =
  /12|auth|bearer|chap|code|conn|cookie|cred|cv[cv]|docker|dsn|jwt|key|kube|macaroon|mnemonic|netrc|otp|pass|pem|pfx|phrase|pin|pkcs|private|psk|pswd|pw|sas|secret|session|sig|srf|token/i;
/** A longer name is no name. */
const LONGEST_NAME = 128;

/**
 * Whether what stands under a name in a secret document is a credential: `password`, `secretAccessKey`, `API-KEY`,
 * `node.session.auth.password`. Any kind of key counts there. A name that speaks only about a credential is none:
 * `secretName`, `token_url`.
 */
export function namesCredential(name: string): boolean {
  // Most tokens and passwords have these names.
  if (name === "token" || name === "password") return true;
  if (name.length > LONGEST_NAME || !MAY_NAME.test(name)) return false;
  const words = wordsOf(name);
  const found = evidenceIn(words);
  return found?.severity === "likely" || found?.code === "key" || OF_DOCUMENTS.test(words);
}

function credentialIn(words: string): NameEvidence | undefined {
  for (const [code, pattern] of LIKELY) {
    const found = pattern.exec(words)?.[1];
    if (found !== undefined) return evidence("likely", code, found);
  }
  const [, kind = "", key] = KEY.exec(words) ?? [];
  if (key === undefined || PLAIN_KEYS.test(kind)) return undefined;
  return SECRET_KEYS.test(kind)
    ? evidence("likely", "key", `${kind}_${key}`)
    : evidence("possible", "key", key);
}

function evidence(
  severity: NameEvidence["severity"],
  code: NameEvidence["code"],
  words: string,
): NameEvidence {
  return { severity, code, words: words.replaceAll("_", " "), about: undefined };
}

const IS_WORDS = /^[a-z]+(?:_[a-z]+)*$/;

/** The words of a name in small letters, joined by "_". */
function wordsOf(name: string): string {
  if (IS_WORDS.test(name)) return name;
  return (name.match(/[a-z]+|[A-Z]+(?![a-z])|[A-Z][a-z]*|\d+/g) ?? []).join("_").toLowerCase();
}

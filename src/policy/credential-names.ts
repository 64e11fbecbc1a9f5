/*
 * The names under which people keep credentials: keys of JSON and YAML, options of commands and connection strings.
 */

/** Words that name a credential, also at the end of a longer word: `dbpassword`, `apikey`. */
const CREDENTIAL =
  / (?:\w*(?:pass(?:w(?:or)?d|phrase|code|wort)?|pwd|pswd|secret|token|key|credential|cred)s?|pw|psk|auth|authorization|bearer|jwts?|cookies?|private|sig|signature|sas|pin|otp|totp|cvv|cvc|mnemonic) /;

/** A kind of key that is not secret. */
const OPEN_KEY =
  / (?:public|primary|foreign|partition|sort|routing|topology|index|idempotency|cache) ?keys? /;

/** Last words of names that speak about a credential, and do not hold it: its name, its file, its time. */
const ABOUT =
  / (?:(?:name|namespace|id|type|kind|mode|method|mechanism|scheme|path|file|dir|ref|reference|ur[il]|endpoint|host|server|source|provider|plugin|audience|issuer|scope|count|length|size|limit|ttl|expir\w*|timestamp|time|at|in|version|policy|required|enabled|status|alg|algorithm|format|user|username|realm|domain)s?|propert\w*) $/;

const LONGEST_NAME = 128;

/**
 * Whether what stands under a name is a credential, in any case convention: `password`, `secretAccessKey`, `API-KEY`,
 * `node.session.auth.password`. A name that speaks only about a credential is none: `secretName`, `token_url`.
 */
export function namesCredential(name: string): boolean {
  if (name.length > LONGEST_NAME) return false;
  const words = ` ${name
    .replace(/([a-z\d])([A-Z])/g, "$1 $2")
    .replace(/[^A-Za-z]+/g, " ")
    .toLowerCase()
    .trim()} `;
  return CREDENTIAL.test(words) && !OPEN_KEY.test(words) && !ABOUT.test(words);
}

import { looksRandom } from "../scrub/documents/looks.js";
import { isOpaque } from "./credential-finder.js";
import type { HeaderKind } from "./header-names.js";

/** Schemes whose credential another finder replaces, so that the scheme stays. */
const FOUND_SCHEME = /^(?:[Bb]earer|BEARER|[Bb]asic|BASIC)(?: |%20|$)/;
const KNOWN_SCHEME =
  /^(?:ak|api[-_]?(?:key|token)|aws|bearer|basic|digest|dpop|genie-?key|gnap|googlelogin|hawk|hoba|jwt|key|[\w-]+-(?:hmac|rsa)-\w+|hmac(?:-\w+)?|kerberos|mac|mutual|negotiate|ntlm|oauth|oss|privateassertion|private-?token|scram-[\w-]+|sentry|sharedaccesssignature|sharedkey(?:lite)?|signature|snowflake|splunk|ssws|sso-key|token|vapid)$/i;
const SCHEME = /^([A-Za-z][\w-]*)(?: |%20)+(?=\S)/;
const WORD = /^[^\s,;\])}]+/;
const IS_LAST = /^\s*(?:$|[,;\])}])/;

/** Words of prose, of settings and of error messages behind the name of a header, or of a scheme. */
const PROSE =
  /^(?:absent|an?|and|are|auth|authentication|authorization|based|cache|cannot|could|created|denied|disabled|does|empty|enabled|error|exchange|expired|failed|failure|false|for|from|has|header|hidden|in|invalid|is|issued|masked|may|mismatch|missing|must|no|none|not|of|ok|off|omitted|on|optional|or|present|provider|realm|redacted|refresh|refreshed|refused|rejected|removed|request|required|review|revoked|set|should|string|the|true|undefined|unknown|unset|valid|validation|value|verification|was|will|with|yes)(?![.:]?[\w~+/=-])/i;
/** Texts that stand for a value: masks, the marker and pseudonyms, variables, verbs of formats, templates. */
const STAND_IN = /^(?:\*{3}|[*xX.]+(?:$|[\s,;\])}])|redacted|\$(?!Version)[A-Z_{(]|%[a-z](?:$|\W)|\{)/;
/** Times, durations and numbers; names of hosts and versions of APIs; paths. */
const OPEN_TEXT = /^(?:\d{4}-\d\d-\d\d|[\d.,]+[a-z%]*$|[a-z][a-z\d-]*(?:\.[a-z\d-]+)+(?:\/\w+)?$|\/)/;
const LONGEST_PLAIN_WORD = 20;
/** The fewest characters of a credential, if its scheme is not known. A shorter text is a word of prose. */
const LONG = 16;

/** Whether a text, with which the value of a header begins, begins a credential. It may be prose or a setting. */
export function beginsCredential(text: string, kind: HeaderKind): boolean {
  if (text === "" || STAND_IN.test(text)) return false;
  switch (kind) {
    case "cookies":
      return hasCookie(text);
    case "authorization":
      return isAuthorization(text);
    default:
      return !PROSE.test(text) && !STAND_IN.test(text.replace(FOUND_SCHEME, ""));
  }
}

/** Whether a word is one of prose, of settings or of error messages, and no part of a longer text. */
export function isProse(word: string): boolean {
  return PROSE.exec(word)?.[0] === word;
}

/** The length of a known scheme with which a text begins, and of the blank behind it; 0 if it begins with none. */
export function schemeLength(text: string): number {
  const [before = "", scheme = ""] = SCHEME.exec(text) ?? [];
  return KNOWN_SCHEME.test(scheme) ? before.length : 0;
}

const PAIR = /^([^\s=;,[\](){}:]+)=(.*)/;
const ATTRIBUTE = /^(?:domain|expires|max-age|path|samesite)$/i;
/** Shorter values are not hidden by who hides those of a call. */
const SHORTEST_COOKIE = 6;

/** Whether a text begins with cookies that are not all hidden already. */
function hasCookie(text: string): boolean {
  const pairs = text
    .split(/; ?/)
    .map((part) => PAIR.exec(part))
    .filter((pair) => pair !== null);
  const isHidden = pairs.some(([, , value = ""]) => value.startsWith("***"));
  // The first part tells cookies from prose: `disabled; path=/`.
  if (!isHidden) return PAIR.test(text);
  return pairs.some(
    ([, name = "", value = ""]) =>
      !value.startsWith("***") && !ATTRIBUTE.test(name) && value.length >= SHORTEST_COOKIE,
  );
}

function isAuthorization(text: string): boolean {
  if (FOUND_SCHEME.test(text)) return false;
  const [before = "", scheme] = SCHEME.exec(text) ?? [];
  const rest = text.slice(before.length);
  if (scheme === undefined) return /^PVEAPIToken=/.test(text) || isAlone(text, 0);
  if (STAND_IN.test(rest) || PROSE.test(rest)) return false;
  if (!KNOWN_SCHEME.test(scheme)) return /^[A-Z]/.test(scheme) && isAlone(rest, LONG);
  if (/^[\w-]+ ?=/.test(rest)) return true;
  const word = WORD.exec(rest)?.[0] ?? "";
  if (!IS_LAST.test(rest.slice(word.length))) return isOpaque(word) || /^[^:]+:[^:]+$/.test(word);
  // `authorization: token lookup` is prose, `Authorization: Token abc` is not.
  return /[^a-z]/.test(scheme) || !/^[a-z]*$/.test(word) || word.length >= LONGEST_PLAIN_WORD;
}

/** Whether a text is one opaque word, and nothing but the end of the value follows. */
function isAlone(text: string, shortest: number): boolean {
  const word = WORD.exec(text)?.[0] ?? "";
  // `Webhook2` is a word with a number.
  const isMixed =
    /\d|[~+=]/.test(word.replace(/^[A-Za-z]+\d{0,2}$/, "")) ||
    (word.length >= LONGEST_PLAIN_WORD && !/^(?:[A-Za-z][a-z]+|-)*$/.test(word));
  if (word.length < shortest || !isMixed || OPEN_TEXT.test(word) || !/^[\w~+/=.-]+$/.test(word)) return false;
  return isOpaque(word) && IS_LAST.test(text.slice(word.length));
}

/** Names of resources: words in small letters with hyphens and dots between them. Programs end many of them with a hash. */
const RESOURCE_NAME = /^[a-z\d]+(?:[-.][a-z\d]+)+$/;

/** Whether a text begins with a word that a machine has made. Such a word is a credential under any name. Names of resources do not count. */
export function isMadeByMachine(text: string): boolean {
  const word = WORD.exec(text.replace(FOUND_SCHEME, ""))?.[0] ?? "";
  return looksRandom(word) && !RESOURCE_NAME.test(word);
}

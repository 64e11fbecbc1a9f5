import { STRIPPED } from "../marker.js";
import { isBytes } from "../options/is-bytes.js";
import { isPseudonym } from "../policy/classes.js";
import type { Detector } from "../policy/policy.js";
import type { Verdict } from "../policy/verdict.js";
import { type JsonRules, type JsonSecrets, redactJson } from "./json-scan.js";
import { MERGED_KEY } from "./map-keys.js";
import { partialOf } from "./partial-text.js";

/**
 * What becomes of JSON in a string or in bytes, by its keys. It is judged as a `google.protobuf.Struct` is:
 *
 * | part of the JSON | shown |
 * |---|---|
 * | text under a key that a rule names, at any depth | what the action of the rule shows of it; the marker, if that is nothing |
 * | other value under such a key | the marker, whatever the value is |
 * | string or number in which a detector finds a credential | the marker |
 * | string that begins as a JSON object or list | judged in the same way; the marker, if it is not clear |
 * | everything else, white space too | as it is |
 *
 * JSON that is not clear is hidden as a whole: see {@link redactJson}. So is JSON with a credential in a key. An empty value is shown,
 * because it holds nothing. What is inside a hidden value decides nothing, so it does not show.
 */
export interface JsonText {
  /**
   * What is shown of a value; the same value if nothing in it is hidden. The text {@link STRIPPED} stands for a value that is hidden
   * as a whole, for bytes too. A value that is neither a string nor bytes is returned as it is. Never throws.
   */
  shown(value: unknown): unknown;
  /** Finds the hidden texts and numbers in a value; all of it, if it is hidden as a whole. */
  collect(value: unknown, secrets: JsonSecrets & { bytes(bytes: Uint8Array): void }): void;
}

/** Judges the JSON in a field; undefined for other fields. @param holdsCredential the detector for strings of the field. */
export function jsonTextOf(verdict: Verdict, holdsCredential: Detector | undefined): JsonText | undefined {
  const isSecret = verdict.kind === "keyed" ? verdict.json : undefined;
  if (isSecret === undefined) return undefined;
  const actionOf = verdict.kind === "keyed" ? verdict.jsonActionOf : undefined;
  const rules: JsonRules = {
    fate(key) {
      if (holdsCredential !== undefined && (key === MERGED_KEY || holdsCredential(key))) return "unclear";
      return isSecret(key) ? "secret" : "open";
    },
    part(key, text) {
      const part = actionOf && partialOf("string", actionOf(key))?.(text);
      return part === undefined || holdsCredential?.(part) ? undefined : part;
    },
    pseudonymOf(key) {
      const action = actionOf?.(key) ?? "strip";
      return isPseudonym(action) ? action.text : undefined;
    },
    holdsCredential: holdsCredential ?? (() => false),
  };
  return {
    shown(value) {
      if (!isContent(value)) return value;
      const text = textOf(value);
      const redacted = text === undefined ? undefined : redactJson(text, rules, undefined);
      if (redacted === undefined) return STRIPPED;
      if (!redacted.isChanged) return value;
      return typeof value === "string" ? redacted.text : new TextEncoder().encode(redacted.text);
    },
    collect(value, secrets) {
      if (!isContent(value)) return;
      const text = textOf(value);
      const found: (() => void)[] = [];
      const redacted =
        text === undefined
          ? undefined
          : redactJson(text, rules, {
              text: (secret, pseudonym) => found.push(() => secrets.text(secret, pseudonym)),
              number: (secret) => found.push(() => secrets.number(secret)),
            });
      if (redacted !== undefined) for (const collect of found) collect();
      else if (typeof value === "string") secrets.text(value, undefined);
      else secrets.bytes(value);
    },
  };
}

/** Whether a value is a string or bytes, and not empty. */
function isContent(value: unknown): value is string | Uint8Array {
  return (typeof value === "string" || isBytes(value)) && value.length > 0;
}

/** The text of a string or of bytes; undefined for bytes that are not UTF-8. */
function textOf(value: string | Uint8Array): string | undefined {
  if (typeof value === "string") return value;
  try {
    // A byte order mark stays, because JSON must not have one.
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(value);
  } catch {
    return undefined;
  }
}

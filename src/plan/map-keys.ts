import { STRIPPED } from "../marker.js";
import { isPseudonym } from "../policy/classes.js";
import type { Detector } from "../policy/policy.js";
import type { PseudonymOf } from "../policy/pseudonyms.js";
import type { Verdict } from "../policy/verdict.js";
import type { FieldShape } from "../schema/message-shape.js";
import { isKeyText } from "../schema/names.js";
import { partialOf } from "./partial-text.js";

/**
 * What becomes of a map entry, by its key:
 *
 * - `open`: key and value are shown.
 * - `secret`: a rule names the key. The key is shown. The value is stripped, or {@link MapKeys.describe | described}.
 * - `credential`: a detector finds a credential in the key. Neither key nor value is shown. All such entries of a map become
 *   one entry with the key {@link MERGED_KEY} and a secret value, so that their number does not show. A map that was redacted
 *   before holds this entry already, and its value is no less secret.
 * - `invalid`: the text is not a valid key for the type of the map. The value is not shown: rules do not find a key in
 *   another spelling.
 */
export type EntryFate = "open" | "secret" | "credential" | "invalid";

/** The key of the one entry that stands for all entries whose keys hold a credential. */
export const MERGED_KEY: string = STRIPPED;

/** Judges the entries of one map field. Never throws. */
export interface MapKeys {
  /** @param key as ProtoJSON writes it. */
  judge(key: string): EntryFate;
  /** Whether a key can mean anything but `open` or `invalid`. */
  readonly mayHide: boolean;
  /** Whether a key can mean `credential`. */
  readonly mayMerge: boolean;
  /** Whether rules name keys. */
  readonly hasRules: boolean;
  /** Whether some secret values are described. */
  readonly describes: boolean;
  /** Whether the value under a secret key is described, rather than stripped. */
  isDescribed(key: string): boolean;
  /**
   * The text that is shown in place of the value under a secret key: what a rule makes of it, or what its action shows. Undefined if the
   * marker is shown.
   */
  describe(key: string, value: unknown): string | undefined;
  /** The pseudonyms of the values under a secret key, if its action shows pseudonyms. */
  pseudonymOf(key: string): PseudonymOf | undefined;
}

/** Judges the keys of a map field; undefined for other fields. */
export function mapKeysOf(
  field: FieldShape,
  verdict: Verdict,
  holdsCredential: Detector | undefined,
): MapKeys | undefined {
  if (field.cardinality.kind !== "map") return undefined;
  const { key: keyType } = field.cardinality;
  // Detectors only search strings: an integer key is not a credential.
  const isCredential = keyType === "string" ? holdsCredential : undefined;
  const keyed = verdict.kind === "keyed" ? verdict : undefined;
  const actionOf = keyed?.actionOf;
  const describer = (key: string) => {
    if (key === MERGED_KEY) return undefined;
    return keyed?.describe?.(key) ?? (actionOf && partialOf("string", actionOf(key)));
  };
  return {
    judge(key) {
      if (isCredential !== undefined && (key === MERGED_KEY || isCredential(key))) return "credential";
      if (!isKeyText(keyType, key)) return "invalid";
      return keyed?.keys(key) ? "secret" : "open";
    },
    mayHide: isCredential !== undefined || keyed !== undefined,
    mayMerge: isCredential !== undefined,
    hasRules: keyed !== undefined,
    describes: (keyed?.describe ?? actionOf) !== undefined,
    isDescribed: (key) => describer(key) !== undefined,
    describe: (key, value) => describer(key)?.(value),
    pseudonymOf(key) {
      const action = actionOf?.(key) ?? "strip";
      return isPseudonym(action) && keyed?.describe?.(key) === undefined ? action.text : undefined;
    },
  };
}

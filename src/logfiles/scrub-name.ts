import type { NameKind } from "./named-value.js";
import { isWordCharacter, type TextWindow } from "./text-window.js";

/** A name that a scrubber searches for, and the word for its values in the summary. */
export interface ScrubName {
  /** The text that is searched for. */
  readonly text: string;
  /** Source of a pattern of the text, if it may be spelt in several ways. */
  readonly pattern?: string;
  readonly kind: NameKind;
  /** The word for its values in the summary. */
  readonly finding: string;
  /** Whether the name may stand behind these characters of a longer word. */
  mayFollow(word: string): boolean;
  /** Characters of the same word that may follow. */
  readonly suffixes: readonly string[];
}

// CSI calls a map of secrets `secrets` since version 1, and `node_publish_secrets` or similar before. Every field that
// carries csi_secret is such a map.
const BEFORE_SECRETS = /^(?:controller|node|create|delete)[A-Za-z_]*$/i;

/**
 * The names that are always searched for: the maps of secrets, the key of service account tokens, and the settings in
 * which drivers pass CHAP passwords to iscsiadm.
 */
export const CSI_NAMES: readonly ScrubName[] = [
  {
    text: "secrets",
    pattern: "[Ss]ecrets",
    kind: "map",
    finding: "values in secrets",
    mayFollow: (word) => word === "" || BEFORE_SECRETS.test(word),
    // google-protobuf appends this to the name of a map.
    suffixes: ["", "Map"],
  },
  {
    // The text before the slash is left out, because the slash may be escaped.
    text: "serviceAccount.tokens",
    kind: "key",
    finding: "service account tokens",
    mayFollow: () => true,
    suffixes: [""],
  },
  {
    // `node.session.auth.password`, `discovery.sendtargets.auth.password`: settings of open-iscsi.
    text: ".auth.password",
    // In letters of either case, so that it begins like the end of a header: each beginning of its own costs time.
    pattern: "[.][aA][uU][tT][hH][.]password",
    kind: "key",
    finding: "CHAP passwords",
    mayFollow: () => true,
    suffixes: ["", "_in"],
  },
];

/** A key whose values are secret, as a user names it. */
export function keyName(text: string): ScrubName {
  const finding = `values of ${text}`;
  return { text, kind: "key", finding, mayFollow: (word) => word === "", suffixes: [""] };
}

const LONGEST_WORD = 64;

/** The offset behind a name at an offset; undefined if the name is not a word of its own there. */
export function nameEnd(window: TextWindow, start: number, end: number, name: ScrubName): number | undefined {
  if (!name.mayFollow(wordBefore(window, start))) return undefined;
  for (const suffix of name.suffixes) {
    const offset = end + suffix.length;
    if (window.startsWith(suffix, end) && !isWordCharacter(window.at(offset))) return offset;
  }
  return undefined;
}

/** The part of a word that stands before an offset, without escapes and colours before the word. */
function wordBefore(window: TextWindow, end: number): string {
  let start = end;
  while (start > Math.max(0, end - LONGEST_WORD) && isWordCharacter(window.at(start - 1))) start--;
  if (start === end) return "";
  const word = window.text.slice(start, end);
  switch (window.text[start - 1]) {
    case "\\":
      return word.replace(/^(?:[nrtbf]|u[0-9a-f]{4}|x[0-9a-f]{2})/i, "");
    case "[":
    case ";":
      return word.replace(/^\d+m/, "");
    default:
      return word;
  }
}

import type { NameKind } from "./named-value.js";

/** What a scrubber looks for, and how its findings are called. */
export interface ScrubName {
  /** The text that is searched for. */
  readonly text: string;
  readonly kind: NameKind;
  /** What its values are, for the summary. */
  readonly finding: string;
  /** Whether the name may stand behind these characters of a longer word. */
  mayFollow(word: string): boolean;
  /** Characters of the same word that may follow. */
  readonly suffixes: readonly string[];
}

/** Finding of values in a `secrets` map. */
const SECRETS_FINDING = "values in secrets";

// Names of the maps of secrets in CSI: `secrets` since version 1, `node_publish_secrets` and the like before. Every field
// that carries csi_secret is one.
const BEFORE_SECRETS = /^(?:controller|node|create|delete)[A-Za-z_]*$/i;

/** The names that are always searched for: the maps of secrets, the key of service account tokens, and
 * the settings in which drivers give CHAP passwords to iscsiadm. */
export const CSI_NAMES: readonly ScrubName[] = [
  ...["secrets", "Secrets"].map(
    (text): ScrubName => ({
      text,
      kind: "map",
      finding: SECRETS_FINDING,
      mayFollow: (word) => word === "" || BEFORE_SECRETS.test(word),
      // As google-protobuf calls a map.
      suffixes: ["", "Map"],
    }),
  ),
  {
    // Without what stands before it: the slash may be escaped.
    text: "serviceAccount.tokens",
    kind: "key",
    finding: "service account tokens",
    mayFollow: () => true,
    suffixes: [""],
  },
  {
    // `node.session.auth.password`, `discovery.sendtargets.auth.password`: settings of open-iscsi.
    text: ".auth.password",
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

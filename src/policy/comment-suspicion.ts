import type { FieldShape } from "../schema/message-shape.js";
import { holdsText, type Suspicion } from "./suspicion.js";

// Words for credentials in prose. "key" alone and page tokens do not count.
const COMMENT =
  /\b(?:passwords?|passphrases?|passcodes?|secrets?|credentials?|CHAP|bearer|JWTs?|kubeconfig|cookies?|(?:private|access|api|secret|signing|encryption|ssh) keys?|(?:access|auth|authentication|bearer|refresh|session|account|api|security|id|SAS) tokens?|(?:recovery|verification|one-time|backup) codes?|authorization header)\b/i;

/**
 * Names of products, projects and parts of a system: "Secrets Store CSI driver", "credential provider",
 * `secrets-store.csi.k8s.io`. They say where a field is used, and not what is in it.
 */
const PRODUCTS: readonly RegExp[] = [
  // A word for what keeps or makes credentials follows.
  new RegExp(
    "\\b(?:secrets?|credentials?|passwords?|(?:security |access )?tokens?|cookies?)[ -](?:stores?|managers?|management|" +
      "providers?|services?|operators?|engines?|drivers?|vaults?|helpers?|hubs?|sync|controllers?|plug-?ins?|backends?)\\b",
    "gi",
  ),
  // A proper name of several words, but for "Secret Key" and the like.
  /\b(?:Secret|Credential|Password|Token|Cookie)s? (?!(?:Key|Token|Code|Hash|Value)s?\b)[A-Z][a-z]+/g,
  // Identifiers that begin with such a word.
  /\b(?:secret|credential|password|cookie)s?[-.]\w[\w-]*/gi,
];

/**
 * Whether the comment on a field says that it may hold credentials. Comments are weak evidence, so names go first.
 *
 * @param isListed whether the fields of a message type are judged for themselves.
 */
export function commentSuspicion(
  field: FieldShape,
  comment: string,
  isListed: (typeName: string) => boolean,
): Suspicion | undefined {
  if (!holdsText(field, isListed)) return undefined;
  const prose = PRODUCTS.reduce((text, product) => text.replace(product, " "), comment);
  const mention = COMMENT.exec(prose)?.[0];
  return mention === undefined
    ? undefined
    : { severity: "possible", code: "comment", reason: `its comment speaks of "${mention.toLowerCase()}"` };
}

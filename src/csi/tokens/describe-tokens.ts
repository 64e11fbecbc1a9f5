import { STRIPPED } from "../../marker.js";
import type { Detector } from "../../policy/policy.js";
import { readTokenText } from "./token-text.js";

/**
 * The text of service account tokens without the tokens: `{"<audience>":{"token":"***stripped***",
 * "expirationTimestamp":"<RFC 3339>"}}`, sorted by audience. Describing the result again changes nothing.
 *
 * @returns undefined if the text has any other form or more content, or if an audience holds a credential.
 */
export function describeTokens(text: string, holdsCredential: Detector): string | undefined {
  const tokens = readTokenText(text);
  if (tokens.kind !== "tokens" || !tokens.isExact) return undefined;
  if (tokens.entries.some(({ audience }) => holdsCredential(audience))) return undefined;
  const described = tokens.entries.map(({ audience, expirationTimestamp }) => {
    const token = JSON.stringify({ token: STRIPPED, expirationTimestamp });
    return { audience, text: `${JSON.stringify(audience)}:${token}` };
  });
  // By code units, because any other order depends on the locale.
  described.sort((a, b) => (a.audience < b.audience ? -1 : 1));
  return `{${described.map((entry) => entry.text).join()}}`;
}

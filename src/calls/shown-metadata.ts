import { STRIPPED } from "../marker.js";
import { setOwn } from "../representations/own-property.js";
import { type SecretFinder, silent } from "../values/walk-rules.js";
import type { CredentialKeys, MetadataEntries } from "./credential-metadata.js";

/** Keys whose values only describe how a call is made. None is a secret. */
export const DEFAULT_METADATA: readonly string[] = ["user-agent", "grpc-timeout", "content-type"];

/** Which metadata is shown. */
export interface MetadataRules {
  /** Keys whose values are shown, in lower case. */
  readonly allowed: ReadonlySet<string>;
  /** Keys whose values are credentials, which are never shown. */
  readonly credentials: CredentialKeys;
}

/**
 * Metadata for the log. It shows the scrubbed values of allowed keys, but never of keys with credentials. One marker replaces
 * all values of any other key. A marker replaces each binary value.
 *
 * @returns undefined if the call has no metadata.
 */
export function shownMetadata(
  entries: MetadataEntries,
  rules: MetadataRules,
  finder: SecretFinder,
): Readonly<Record<string, unknown>> | undefined {
  if (entries.length === 0) return undefined;
  const shown: Record<string, unknown> = {};
  let all = "";
  for (const [key, values] of entries) {
    const isShown = isAllowed(key, rules);
    setOwn(shown, key, isShown ? shownValues(values, unchanged) : STRIPPED);
    all += isShown ? textOf(values) : `${key}\n`;
  }
  // Usually there is nothing to scrub, and one search in all texts shows it.
  if (finder.scrub(all) === all) return shown;
  const quiet = silent(finder);
  const scrub = (text: string): string => quiet.scrub(text);
  return Object.fromEntries(
    entries.map(([key, values]) =>
      isAllowed(key, rules) ? [key, shownValues(values, scrub)] : [scrub(key), STRIPPED],
    ),
  );
}

function isAllowed(key: string, { allowed, credentials }: MetadataRules): boolean {
  return allowed.has(key.toLowerCase()) && !key.endsWith("-bin") && !credentials.has(key);
}

/** The texts among some values, a line for each. */
function textOf(values: readonly unknown[]): string {
  let text = "";
  for (const value of values) if (typeof value === "string") text += `${value}\n`;
  return text;
}

function shownValues(values: readonly unknown[], scrub: (text: string) => string): unknown {
  if (values.length === 1 && typeof values[0] === "string") return scrub(values[0]);
  const texts = values.map((value) => (typeof value === "string" ? scrub(value) : STRIPPED));
  return texts.length === 1 ? texts[0] : texts;
}

function unchanged(text: string): string {
  return text;
}

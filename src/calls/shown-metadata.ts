import { STRIPPED } from "../render/json-text.js";

/** Metadata as any library has it: the values of each key. */
export type MetadataEntries = Iterable<readonly [key: string, values: readonly unknown[]]>;

/** Keys whose values say nothing but how a call is made. */
export const DEFAULT_METADATA: readonly string[] = ["user-agent", "grpc-timeout", "content-type"];

/**
 * Metadata as it is logged: the values of allowed keys, scrubbed; the marker for all others, however many there are, and
 * for all binary values. Undefined if there is none.
 */
export function shownMetadata(
  entries: MetadataEntries,
  allowed: ReadonlySet<string>,
  scrub: (text: string) => string,
): Readonly<Record<string, unknown>> | undefined {
  const shown: [string, unknown][] = [];
  for (const [key, values] of entries) {
    const isShown = allowed.has(key.toLowerCase()) && !key.endsWith("-bin");
    shown.push([isShown ? key : scrub(key), isShown ? shownValues(values, scrub) : STRIPPED]);
  }
  return shown.length === 0 ? undefined : Object.fromEntries(shown);
}

function shownValues(values: readonly unknown[], scrub: (text: string) => string): unknown {
  const texts = values.map((value) => (typeof value === "string" ? scrub(value) : STRIPPED));
  return texts.length === 1 ? texts[0] : texts;
}

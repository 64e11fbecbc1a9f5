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
  const shown: [key: string, shownValues: readonly unknown[] | undefined][] = [];
  const texts: string[] = [];
  for (const [key, values] of entries) {
    const isShown = allowed.has(key.toLowerCase()) && !key.endsWith("-bin");
    if (isShown) texts.push(...values.filter((value) => typeof value === "string"));
    else texts.push(key);
    shown.push([key, isShown ? values : undefined]);
  }
  if (shown.length === 0) return undefined;
  // Usually there is nothing to scrub, which one look at all texts tells.
  const all = texts.join("\n");
  const scrubOne = scrub(all) === all ? unchanged : scrub;
  return Object.fromEntries(
    shown.map(([key, values]) =>
      values === undefined ? [scrubOne(key), STRIPPED] : [key, shownValues(values, scrubOne)],
    ),
  );
}

function shownValues(values: readonly unknown[], scrub: (text: string) => string): unknown {
  const texts = values.map((value) => (typeof value === "string" ? scrub(value) : STRIPPED));
  return texts.length === 1 ? texts[0] : texts;
}

function unchanged(text: string): string {
  return text;
}

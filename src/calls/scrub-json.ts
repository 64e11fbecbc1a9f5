import { STRIPPED } from "../render/json-text.js";

/** A copy of a JSON value whose strings, keys and numbers are scrubbed one by one, so that it stays JSON. */
export function scrubJson(value: unknown, scrub: (text: string) => string): unknown {
  if (typeof value === "string") return scrub(value);
  if (typeof value === "number") return scrub(String(value)) === String(value) ? value : STRIPPED;
  if (Array.isArray(value)) return value.map((item) => scrubJson(item, scrub));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, child]) => [scrub(key), scrubJson(child, scrub)]),
  );
}

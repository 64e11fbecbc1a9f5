import { type SchemaInput, sourcesOf } from "../../src/schema/schema-input.js";
import type { TypeSource } from "../../src/schema/type-source.js";

/** The source of one schema alone. */
export function sourceOf(input: SchemaInput): TypeSource {
  const [source] = sourcesOf([input]).sources;
  if (source === undefined) throw new Error("every schema has a source");
  return source;
}

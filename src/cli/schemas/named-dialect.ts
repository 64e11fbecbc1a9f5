import { confluent } from "../../dialects/confluent.js";
import { CONFLUENT, NAMED_DIALECTS } from "../../dialects/named-dialects.js";
import { nearestName } from "../../options/read-options.js";
import type { Policy } from "../../policy/policy.js";
import { usageError } from "../command-error.js";

/** The names of dialects that the command line knows. */
export const DIALECT_NAMES: readonly string[] = [...NAMED_DIALECTS.keys(), CONFLUENT].sort();

/**
 * The rules of a dialect. Confluent has free names for tags, so its name has them behind it: `confluent=PII,PRIVATE`.
 *
 * @throws {CommandError} if the name is not one of {@link DIALECT_NAMES}.
 */
export function namedDialect(text: string): Policy {
  const [name = "", ...rest] = text.split("=");
  const tags = rest.join("=").split(",").filter(Boolean);
  if (name === CONFLUENT && tags.length > 0) return confluent(tags);
  if (name === CONFLUENT)
    throw usageError("--dialect confluent: expected tags, such as confluent=PII,PRIVATE");
  const dialect = rest.length === 0 ? NAMED_DIALECTS.get(name) : undefined;
  if (dialect !== undefined) return dialect;
  const nearest = nearestName(name, DIALECT_NAMES);
  const hint = nearest === undefined ? `there are ${DIALECT_NAMES.join(", ")}` : `did you mean ${nearest}?`;
  throw usageError(`--dialect: there is no ${text}; ${hint}`);
}

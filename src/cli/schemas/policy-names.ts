import type { Policy, PolicyRules } from "../../policy/policy.js";

/** The names in a policy by which values can be found in a log. */
export interface PolicyNames {
  /** The keys of maps and JSON, and the simple names of fields. */
  readonly names: readonly string[];
  /** How many rules have no name: patterns. */
  readonly patterns: number;
}

/** The names under which the values of secret fields, map entries and parts of JSON stand in a log. */
export function namesIn({ optional = {}, anyOf = {}, ...own }: Policy): PolicyNames {
  const all = [own, optional, anyOf].flatMap(partsIn);
  const names = all.filter((part) => typeof part === "string");
  return {
    names: [...new Set(names)].filter((name) => name !== "" && !/[\r\n]/.test(name)),
    patterns: all.length - names.length,
  };
}

function partsIn({ fields = [], mapKeys = [], json = [] }: PolicyRules): readonly unknown[] {
  const fieldNames = fields
    .map((one) => (typeof one === "object" && "field" in one ? one.field : one))
    .map((one) => (typeof one === "string" ? one.slice(one.lastIndexOf(".") + 1) : one));
  return [...fieldNames, ...[...mapKeys, ...json].flatMap(({ keys }) => keys)];
}

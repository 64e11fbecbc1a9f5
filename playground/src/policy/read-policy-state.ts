import { DIALECTS } from "./dialect-names.js";
import {
  EMPTY_POLICY,
  type MarkedOption,
  PII_ACTIONS,
  type PolicyState,
  type SecretKey,
} from "./policy-state.js";

/** Reads a policy from a link, which anybody may have written. What is no part of a policy is left out. */
export function readPolicyState(given: unknown): PolicyState {
  if (!isRecord(given)) return EMPTY_POLICY;
  return {
    csi: given["csi"] === true,
    jwt: given["jwt"] === true,
    denyUnlisted: given["denyUnlisted"] === true,
    dialects: DIALECTS.map(({ name }) => name).filter((name) => listOf(given["dialects"]).includes(name)),
    options: listOf(given["options"]).flatMap(readOption),
    fields: listOf(given["fields"]).flatMap((rule) => {
      if (!isRecord(rule) || typeof rule["field"] !== "string") return [];
      return [{ field: rule["field"], class: rule["class"] === "pii" ? "pii" : "secret" } as const];
    }),
    mapKeys: listOf(given["mapKeys"]).flatMap(readKey),
    json: listOf(given["json"]).flatMap(readKey),
    open: listOf(given["open"]).filter((name) => typeof name === "string"),
    pii: PII_ACTIONS.find((action) => action === given["pii"]) ?? EMPTY_POLICY.pii,
    support: PII_ACTIONS.find((action) => action === given["support"]),
  };
}

function readOption(given: unknown): readonly MarkedOption[] {
  if (!isRecord(given) || typeof given["option"] !== "string") return [];
  const option = given["option"];
  const is = listOf(given["is"]).filter((value) => typeof value === "string");
  return [is.length === 0 ? { option } : { option, is }];
}

function readKey(given: unknown): readonly SecretKey[] {
  if (!isRecord(given) || typeof given["field"] !== "string") return [];
  const { field, key, pattern } = given;
  if (typeof key === "string") return [{ field, key }];
  return typeof pattern === "string" && isPattern(pattern) ? [{ field, pattern }] : [];
}

/** Whether a text is the source of a pattern that takes no long time: letters, digits, and a few signs. */
export function isPattern(source: string): boolean {
  if (source.length > 100 || !/^[\w./ ^$|-]+$/.test(source)) return false;
  try {
    new RegExp(source, "i");
    return true;
  } catch {
    return false;
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

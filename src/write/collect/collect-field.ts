import type { FieldPlan } from "../../plan/compiled.js";
import type { KeyMatcher } from "../../policy/key-matcher.js";
import type { MessageReader } from "../../representations/reader.js";
import { collectLeaves, collectScalar } from "./collect-leaves.js";
import type { Extent, SecretCollector } from "./secret-collector.js";
import type { Collect, SecretWalk } from "./secret-walk.js";

/**
 * Picks up the secrets of one field of a message; undefined if it cannot hold any.
 *
 * Of a secret map the values are secret; its keys are names such as `username`, which other lines need. A key counts
 * only if a detector finds a credential in it.
 */
export function collectField(
  plan: FieldPlan,
  bound: MessageReader,
  collector: SecretCollector,
  extent: Extent,
): Collect | undefined {
  const { field, verdict } = plan;
  const get = bound.value(field);
  const isWhole = extent === "whole" || verdict.kind === "secret";
  const hasSecretKeys = verdict.kind === "keyed" && !isWhole;
  const whole = isWhole || hasSecretKeys ? collectItem(plan, bound, collector, "whole") : undefined;
  const planned = isWhole ? whole : collectItem(plan, bound, collector, "planned");
  const otherwise = isWhole ? collectLeaves : undefined;
  switch (field.cardinality.kind) {
    case "list":
      if (planned === undefined) return undefined;
      return (message, depth, walk) => collectList(get(message), depth, walk, planned, otherwise);
    case "map": {
      const isSecretKey = hasSecretKeys ? verdict.keys : undefined;
      const holdsCredential =
        field.cardinality.key === "string" ? collector.options.holdsCredential : undefined;
      if (planned === undefined && isSecretKey === undefined && holdsCredential === undefined)
        return undefined;
      const collectEntries = collectMap({ bound, whole, planned, isSecretKey, holdsCredential, otherwise });
      return (message, depth, walk) => {
        const map = get(message);
        if (map !== undefined) collectEntries(map, depth, walk);
      };
    }
    default:
      if (planned === undefined) return undefined;
      return (message, depth, walk) => {
        const value = get(message);
        if (value !== undefined) planned(value, depth, walk);
      };
  }
}

function collectList(
  list: unknown,
  depth: number,
  walk: SecretWalk,
  item: Collect,
  otherwise: Collect | undefined,
): void {
  if (list === undefined) return;
  if (Array.isArray(list)) for (const one of list) attempt(item, one, depth, walk);
  else otherwise?.(list, depth, walk);
}

/** Picks up what can be read: what cannot is no reason to give up the rest. */
function attempt(collect: Collect, value: unknown, depth: number, walk: SecretWalk): void {
  try {
    collect(value, depth, walk);
  } catch {
    // A getter or proxy that throws, or the stack.
  }
}

/** How the entries of a map are judged. */
interface MapRules {
  readonly bound: MessageReader;
  /** For the value of a secret key. */
  readonly whole: Collect | undefined;
  /** For the value of any other key. */
  readonly planned: Collect | undefined;
  readonly isSecretKey: KeyMatcher | undefined;
  readonly holdsCredential: ((key: string) => boolean) | undefined;
  /** For what is no map. */
  readonly otherwise: Collect | undefined;
}

function collectMap({ bound, whole, planned, isSecretKey, holdsCredential, otherwise }: MapRules): Collect {
  const { maps } = bound;
  return (map, depth, walk) => {
    const keys = maps.keys(map);
    if (keys === undefined) return otherwise?.(map, depth, walk);
    for (const key of keys) {
      if (holdsCredential?.(key)) walk.text(key);
      const collect = isSecretKey?.(key) ? whole : planned;
      if (collect !== undefined) attempt(collect, maps.get(map, key), depth, walk);
    }
  };
}

/** Picks up one value of a field: of a list item or map entry, or of the field itself; undefined if it can be no secret. */
function collectItem(
  plan: FieldPlan,
  bound: MessageReader,
  collector: SecretCollector,
  extent: Extent,
): Collect | undefined {
  const { type } = plan.field;
  if (type.kind === "message") {
    if (extent === "planned" && plan.message?.kind === "message" && !plan.message.mayHide) return undefined;
    const collect = collector.message(plan.message, bound.messagesIn(plan.field), extent);
    return (value, depth, walk) => collect(value, depth + 1, walk);
  }
  if (extent === "planned") {
    const { holdsCredential } = collector.options;
    if (holdsCredential === undefined || type.kind !== "scalar" || type.scalar !== "string") return undefined;
    return (value, _depth, walk) => {
      if (typeof value === "string" && holdsCredential(value)) walk.text(value);
    };
  }
  if (type.kind === "enum" || type.scalar === "bool") return undefined;
  const isText = type.scalar === "string" || type.scalar === "bytes";
  const neutral = bound.neutral(type) ?? ((value: unknown) => value);
  return (value, depth, walk) => {
    const read = neutral(value) ?? value;
    // Integers of 64 bits may come as texts.
    if (typeof read === "string" && !isText) walk.number(read);
    else if (!collectScalar(read, walk)) collectLeaves(value, depth, walk);
  };
}

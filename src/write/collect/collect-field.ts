import { type FieldPlan, pseudonymIn } from "../../plan/compiled.js";
import { type MapKeys, MERGED_KEY } from "../../plan/map-keys.js";
import type { MessageAccess, MessageObject } from "../../representations/representation.js";
import { isString, type ScalarType, scalarOf } from "../../scalars/scalars.js";
import { type Collect, type CollectContext, collectNothing, type Extent } from "./collect-context.js";
import { collectLeaves, collectScalar } from "./collect-leaves.js";
import { originOf } from "./origin.js";
import type { SecretWalk } from "./secret-walk.js";

/**
 * Makes a function that collects the secrets of one field. Undefined if the field cannot hold any.
 *
 * In a secret map the values are secret. The keys are names such as `username`, which other log lines need: a key is secret
 * only if a detector finds a credential in it.
 */
export function collectField(
  plan: FieldPlan,
  access: MessageAccess,
  context: CollectContext,
  extent: Extent,
): Collect | undefined {
  const { field, keys, isHidden } = plan;
  const get = access.value(field);
  const isWhole = extent === "whole" || isHidden;
  const open = collectItem(plan, access, context, isWhole ? "whole" : "planned");
  const otherwise = isWhole ? collectLeaves : undefined;
  const collect =
    keys !== undefined
      ? collectMap(
          keys,
          access,
          { showsKeys: !isWhole, hasOpenValues: !isWhole && field.type.kind !== "message" },
          { open, secret: collectItem(plan, access, context, "whole"), otherwise },
        )
      : field.cardinality.kind === "list"
        ? open && collectList(open, otherwise)
        : open;
  if (collect === undefined) return undefined;
  // What is inside a secret field is from that field.
  const origin = extent === "planned" ? originOf(plan) : undefined;
  const pseudonym = pseudonymIn(plan);
  const collectOthers = otherValues(plan, access, collect);
  return (message, depth, walk) => {
    if (origin !== undefined) walk.begin(origin, pseudonym);
    let value: unknown;
    try {
      value = get(message);
      if (value !== undefined) collect(value, depth, walk);
    } finally {
      // Also if the value cannot be read.
      collectOthers?.(message, value, depth, walk);
    }
  };
}

/**
 * Makes a function that collects from what an object has for a field beside the value that is read: under another spelling of its name, or as
 * a member of a oneof that is not the chosen one. No text shows it, and no copy keeps it. Undefined if a field has one name only.
 */
function otherValues(
  { field }: FieldPlan,
  { forms }: MessageAccess,
  collect: Collect,
): ((message: unknown, value: unknown, depth: number, walk: SecretWalk) => void) | undefined {
  const form = forms?.[0];
  if (form?.kind !== "object") return undefined;
  const slot = [...form.slots.values()].find((one) => one.kind === "field" && one.plan.field === field);
  if (slot?.kind !== "field") return undefined;
  const isMember = field.cardinality.kind === "singular" && field.cardinality.oneof !== undefined;
  if (slot.names.length === 1 && !isMember) return undefined;
  return (given, value, depth, walk) => {
    const message = given as MessageObject; // it was accepted
    // The value is that of the first name, or a zero. A member may also be read from an object under the name of the oneof.
    let isRead = !isMember;
    for (const name of slot.names) {
      try {
        const raw = slot.read(message, name);
        if (raw === undefined || (isMember && raw === value)) continue;
        if (!isRead) collect(slot.map?.(message).open(raw) ?? raw, depth, walk);
      } catch {
        // The next name may be one that can be read.
      }
      isRead = false;
    }
  };
}

function collectList(item: Collect, otherwise: Collect | undefined): Collect {
  return (list, depth, walk) => {
    if (!Array.isArray(list)) return otherwise?.(list, depth, walk);
    for (let index = 0; index < list.length; index++) {
      try {
        item(list[index], depth, walk);
      } catch {
        // The next item may be one that can be read.
      }
    }
  };
}

/** Of which entries a key says where a value is from. */
interface ShownKeys {
  /** Whether texts show the keys under which values are secret. */
  readonly showsKeys: boolean;
  /** Whether a value under an open key may be secret itself. A message is not: the fields in it are. */
  readonly hasOpenValues: boolean;
}

/** What collects from the parts of a map. */
interface CollectEntries {
  /** From the value under an open key. */
  readonly open: Collect | undefined;
  /** From the value under any other key. */
  readonly secret: Collect | undefined;
  /** From a value that is not a map. */
  readonly otherwise: Collect | undefined;
}

/**
 * Makes a function that collects the secrets of a map. `plan/map-keys.ts` judges each entry by its key.
 */
function collectMap(
  keys: MapKeys,
  { maps }: MessageAccess,
  { showsKeys, hasOpenValues }: ShownKeys,
  { open, secret, otherwise }: CollectEntries,
): Collect | undefined {
  if (open === undefined && !keys.mayHide) return undefined;
  return (map, depth, walk) => {
    const found = maps.keys(map);
    if (found === undefined) return otherwise?.(map, depth, walk);
    const { origin, key: outerKey, pseudonym } = walk;
    for (const key of found) {
      const fate = keys.judge(key);
      // The entry before it may hold a message, whose fields are origins, too.
      walk.origin = origin;
      // A map that was redacted before says nothing but that there was a credential.
      if (fate === "credential" && key !== MERGED_KEY) walk.text(key);
      const collect = fate === "secret" || fate === "credential" ? secret : open;
      if (collect === undefined) continue;
      if (fate === "secret" ? showsKeys : fate === "open" && hasOpenValues) walk.key = key;
      if (fate === "secret" && showsKeys) walk.pseudonym = keys.pseudonymOf(key);
      try {
        collect(maps.get(map, key), depth, walk);
      } catch {
        // The next entry may be one that can be read.
      }
      walk.key = outerKey;
      walk.pseudonym = pseudonym;
    }
  };
}

/** Makes a function that collects from one value of a field, list or map. Undefined if it cannot hold a secret. */
function collectItem(
  plan: FieldPlan,
  access: MessageAccess,
  context: CollectContext,
  extent: Extent,
): Collect | undefined {
  const { type } = plan.field;
  if (type.kind === "message") {
    const collect = context.message(plan.message, access.messagesIn(plan.field), extent);
    if (collect === collectNothing) return undefined;
    return (value, depth, walk) => collect(value, depth + 1, walk);
  }
  if (extent === "whole") return collectWholeScalar(type, access);
  const { holdsCredential, json } = plan;
  if (json !== undefined) {
    const neutral = access.neutral(type) ?? ((value: unknown) => value);
    return (value, _depth, walk) => json.collect(neutral(value), walk);
  }
  if (holdsCredential === undefined) return undefined;
  return (value, _depth, walk) => {
    if (typeof value === "string" && holdsCredential(value)) walk.text(value);
  };
}

function collectWholeScalar(type: ScalarType, access: MessageAccess): Collect {
  const { accepts, neutral: toNeutral } = scalarOf(type);
  const isText = isString(type) || (type.kind === "scalar" && type.scalar === "bytes");
  const neutral = access.neutral(type) === undefined ? undefined : toNeutral;
  if (type.kind === "enum" || type.scalar === "bool") {
    return (value, depth, walk) => {
      // An enum or bool has few values, and every log contains them. Anything else there may be the secret.
      if (!accepts(neutral?.(value) ?? value)) collectLeaves(value, depth, walk);
    };
  }
  return (value, depth, walk) => {
    const read = neutral?.(value) ?? value;
    // Some libraries hold 64-bit integers as texts.
    if (!isText && typeof read === "string" && NUMBER.test(read)) walk.number(read);
    else if (!collectScalar(read, walk)) collectLeaves(value, depth, walk);
  };
}

const NUMBER = /^-?[\d.]{1,64}$/;

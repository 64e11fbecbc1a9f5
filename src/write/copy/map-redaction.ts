import { STRIPPED } from "../../marker.js";
import type { DescribeEntry } from "../../policy/verdict.js";
import type { MapForm } from "../../representations/map-form.js";
import type { MapKeyType } from "../../schema/message-shape.js";
import { areKeepable, type KeyRules, type KeyVerdict, keyJudge } from "./key-judge.js";
import { KnownLayouts, sameTexts, UNKNOWN_LAYOUT } from "./known-layouts.js";
import type { Nesting } from "./nesting.js";
import { type Glance, PropertyRedaction, UNCLEAR } from "./property-redaction.js";
import { DROPPED, type RedactValue, type ValueRedaction } from "./redact-value.js";
import { replacement } from "./replacement.js";

/**
 * Redacts the entries of an open or keyed map. The values of secret keys are replaced, or described; all entries whose
 * keys hold a credential become one; those with a key or value of the wrong type are dropped.
 */
export function redactMap(
  form: MapForm,
  values: ValueRedaction,
  { describe, ...rules }: KeyRules & { readonly describe: DescribeEntry | undefined },
): { readonly glance: Glance; readonly redact: RedactValue } {
  const judge = keyJudge(rules);
  const layouts = new KnownLayouts({ holdsCredential: rules.holdsCredential });
  const redactSecret: ReplaceEntry = (key, secret, depth, nesting) => {
    const text = describe?.(key)?.(secret);
    return text === undefined ? values.replace(secret) : values.redact(text, depth, nesting);
  };
  const open = new PropertyRedaction(values.glance ?? UNCLEAR, (value, _map, depth, nesting) =>
    values.redact(value, depth, nesting),
  );
  const remember = (map: unknown, keys: readonly string[], verdicts: readonly KeyVerdict[]): void => {
    // Keys that are no texts may be written in several ways.
    if (rules.keyType !== "string" || verdicts.includes("marked") || !areUsualKeys(map, keys)) return;
    const entries = keys.map((key, index) => {
      if (verdicts[index] === "open") return open;
      return new PropertyRedaction(UNCLEAR, (value, _map, depth, nesting) =>
        redactSecret(key, value, depth, nesting),
      );
    });
    layouts.add(Object(map), keys, entries);
  };
  const redact: RedactValue = (map, depth, nesting) => {
    const redactedAlike = layouts.redact(map, depth, nesting);
    if (redactedAlike !== UNKNOWN_LAYOUT) return redactedAlike;
    const entries = form.open(map);
    if (entries === undefined) return DROPPED;
    const { keys, values: kept } = entries;
    const verdicts = judge(keys);
    remember(map, keys, verdicts);
    let isChanged = false;
    let isMarked = false;
    let isDropped = false;
    for (let index = 0; index < keys.length; index++) {
      const verdict = verdicts[index];
      const value = kept[index];
      let redacted: unknown = DROPPED;
      if (verdict === "open") redacted = values.redact(value, depth, nesting);
      else if (verdict === "secret") redacted = redactSecret(keys[index] ?? "", value, depth, nesting);
      else if (verdict === "marked") redacted = values.replace(value);
      if (verdict === "marked") isMarked = true;
      else if (Object.is(redacted, value)) continue;
      if (redacted === DROPPED) isDropped = true;
      kept[index] = redacted;
      isChanged = true;
    }
    if (!isChanged) return form.holdsMore(map, keys.length) ? form.build(map, keys, kept) : map;
    const shown = isMarked ? keys.map((key, index) => (verdicts[index] === "marked" ? STRIPPED : key)) : keys;
    if (!isDropped) return form.build(map, shown, kept);
    const isKept = (_: unknown, index: number): boolean => kept[index] !== DROPPED;
    return form.build(map, shown.filter(isKept), kept.filter(isKept));
  };
  return { glance: { kind: "nested", layouts, levels: 0 }, redact };
}

/** Whether these are the properties of an object that is read as a map, whatever values it has. */
function areUsualKeys(map: unknown, keys: readonly string[]): boolean {
  if (typeof map !== "object" || map === null || !areKeepable(keys)) return false;
  // With a text under one of these an object may be a message.
  if (keys.includes("$typeName") || keys.includes("$type")) return false;
  return sameTexts(keys, Object.getOwnPropertyNames(map));
}

/** Replaces the secret value under a key. */
type ReplaceEntry = (key: string, secret: unknown, depth: number, nesting: Nesting) => unknown;

/** Replaces a secret map by one entry, however many there were; an empty one is not set and stays. */
export function replaceMap(
  keyType: MapKeyType,
  form: MapForm,
  values: ValueRedaction,
): (map: unknown) => unknown {
  const key = String(replacement({ kind: "scalar", scalar: keyType }, false));
  return (map) => {
    if (values.glance?.kind === "text" && isPlainWithEntries(map)) return form.build(map, [key], [STRIPPED]);
    const entries = form.open(map);
    if (entries?.keys.length === 0) return form.holdsMore(map, 0) ? form.build(map, [], []) : map;
    const found = entries?.values ?? [];
    const value = values.replace(found.find((one) => one !== null && one !== undefined) ?? found[0]);
    return value === DROPPED ? form.build(map, [], []) : form.build(map, [key], [value]);
  };
}

/** Whether a value is a plain object with entries: what they are makes no difference where all of it is secret. */
function isPlainWithEntries(map: unknown): boolean {
  if (typeof map !== "object" || map === null || Object.getPrototypeOf(map) !== Object.prototype)
    return false;
  return Object.keys(map).length > 0;
}

import { type EntryFate, type MapKeys, MERGED_KEY } from "../../plan/map-keys.js";
import type { Path } from "../../plan/path.js";
import type { MapAccess, MapSlot, MessageObject } from "../../representations/representation.js";
import { scalarOf } from "../../scalars/scalars.js";
import type { MapKeyType } from "../../schema/message-shape.js";
import { DROPPED, replaceMissing, type ValueCopy } from "./value-copy.js";

/** Copies a map in the form that it has in a message. */
export type CopyMap = (raw: unknown, slot: MapSlot, depth: number, path: Path) => unknown;

/**
 * Makes a function that copies the entries of an open map. `plan/map-keys.ts` judges each entry by its key. Entries with a key
 * or value of the wrong type are dropped.
 */
export function copyMap(keys: MapKeys, maps: MapAccess, values: ValueCopy): CopyMap {
  const judge = rememberingJudge(keys);
  const copyEntry = (fate: EntryFate, key: string, value: unknown, depth: number, path: Path): unknown => {
    if (fate === "open") return values.copy(value, depth, path);
    if (fate === "invalid") return DROPPED;
    const described = keys.describe(key, value);
    return described === undefined ? values.replace(value) : values.copy(described, depth, path);
  };
  /** The entries of a map in which some keys hold a credential. These entries become one, with the value of the first one. */
  const merged = (
    found: readonly string[],
    fates: readonly EntryFate[],
    map: unknown,
    depth: number,
    path: Path,
  ): readonly [string[], unknown[]] => {
    const shown: string[] = [];
    const kept: unknown[] = [];
    for (const [index, key] of found.entries()) {
      const fate = fates[index] ?? "invalid";
      const isPart = fate === "credential";
      if (isPart && shown.includes(MERGED_KEY)) continue;
      const value = maps.get(map, key);
      const copied = isPart ? values.replace(value) : copyEntry(fate, key, value, depth, path);
      if (copied === DROPPED) continue;
      shown.push(isPart ? MERGED_KEY : key);
      kept.push(copied);
    }
    return [shown, kept];
  };
  return (raw, slot, depth, path) => {
    const map = slot.open(raw);
    const found = maps.keys(map);
    if (found === undefined) return DROPPED;
    const fates = judge(found);
    if (fates.includes("credential")) return slot.build(raw, ...merged(found, fates, map, depth, path));
    // Read each value once.
    const kept: unknown[] = new Array(found.length);
    let isChanged = false;
    let isDropped = false;
    for (let index = 0; index < found.length; index++) {
      const key = found[index] ?? "";
      const value = maps.get(map, key);
      const copied = copyEntry(fates[index] ?? "invalid", key, value, depth, path);
      kept[index] = copied;
      if (copied === DROPPED) isDropped = true;
      if (!Object.is(copied, value)) isChanged = true;
    }
    if (!isChanged && slot.isExact(raw, found.length)) return raw;
    return isDropped ? slot.build(raw, ...withoutDropped(found, kept)) : slot.build(raw, found, kept);
  };
}

function withoutDropped(keys: readonly string[], values: readonly unknown[]): readonly [string[], unknown[]] {
  const isKept = (_: unknown, index: number): boolean => values[index] !== DROPPED;
  return [keys.filter(isKept), values.filter(isKept)];
}

// Larger maps and keys are not worth remembering.
const MOST_KEYS = 64;
const LONGEST_KEY = 256;

/** Makes a function that judges the keys of maps. Most maps have the same keys, so it remembers those of the last map, unless one holds a credential. */
function rememberingJudge(keys: MapKeys): (found: readonly string[]) => readonly EntryFate[] {
  let lastKeys: readonly string[] = [];
  let lastFates: readonly EntryFate[] = [];
  return (found) => {
    if (areFirst(found, lastKeys)) return lastFates;
    const fates = found.map((key) => keys.judge(key));
    const isSmall = found.length <= MOST_KEYS && found.every((key) => key.length <= LONGEST_KEY);
    if (isSmall && !fates.includes("credential")) {
      lastKeys = [...found];
      lastFates = fates;
    }
    return fates;
  };
}

/** Whether these are the first ones of the last keys, in the same order. */
function areFirst(found: readonly string[], last: readonly string[]): boolean {
  for (let index = 0; index < found.length; index++) if (found[index] !== last[index]) return false;
  return true;
}

/** Makes a function that replaces a secret map by a map with one entry, so that the number does not show. An empty map is not set, and stays. */
export function replaceMap(
  keyType: MapKeyType,
  maps: MapAccess,
  slotIn: (message: MessageObject) => MapSlot | undefined,
  values: ValueCopy,
): (raw: unknown, message: MessageObject) => unknown {
  const key = String(scalarOf({ kind: "scalar", scalar: keyType }).replacement(false));
  return (raw, message) => {
    const slot = slotIn(message);
    if (slot === undefined) return DROPPED;
    const map = slot.open(raw);
    const found = maps.keys(map);
    if (found?.length === 0) return slot.isExact(raw, 0) ? raw : slot.build(raw, [], []);
    // The first value that there is shows what kind of value takes its place. If all are null, null is a value: in JSON.
    const first =
      found?.find((one) => {
        const value = maps.get(map, one);
        return value !== null && value !== undefined;
      }) ?? found?.[0];
    const value = replaceMissing(values.replace, first === undefined ? undefined : maps.get(map, first));
    return value === DROPPED ? slot.build(raw, [], []) : slot.build(raw, [key], [value]);
  };
}

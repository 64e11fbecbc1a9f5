import { CUT_KEY, REASON, STRIPPED } from "../../marker.js";
import { ownValue } from "../../options/own-value.js";
import type { FieldPlan } from "../../plan/compiled.js";
import type { MapKeys } from "../../plan/map-keys.js";
import type { MapAccess, MessageAccess } from "../../representations/representation.js";
import { MARKER_TEXT, noteText } from "../../scalars/json-string.js";
import { isString } from "../../scalars/scalars.js";
import { CUT_ENTRY } from "./cut-note.js";
import { type MapEntry, mapEntries } from "./map-entries.js";
import { joined } from "./rope.js";
import { cutString } from "./string-text.js";
import type { TextContext } from "./text-context.js";
import type { PrintContent, TextState } from "./text-state.js";

/**
 * Makes a function that prints a map with sorted keys, and prints nothing for an empty map. `plan/map-keys.ts` judges each
 * entry by its key.
 *
 * @param keys judges the entries.
 * @param end a text to print behind a map that is not empty. Only for a map that {@link hasTexts}. Default: nothing.
 */
export function printMap(
  plan: FieldPlan,
  keys: MapKeys,
  bound: MessageAccess,
  renderer: TextContext,
  end: string = "",
): PrintContent {
  const { isLimited, options } = renderer;
  const { fullName } = plan.field;
  const isText = hasTexts(plan, renderer);
  const entriesOf = mapEntries({
    keys,
    keyText: isTextKey(plan) ? cutString(options.limits.maxStringLength) : (key) => `"${key}"`,
    wrongKey: noteText(REASON.wrongKey, fullName),
    quote: isText ? '"' : "",
  });
  const keysOf = bound.maps.keys;
  const printEntries = isText
    ? printTexts(plan, keys, bound, renderer, end)
    : printValues(plan, keys, bound, renderer);
  const printWrongType = renderer.note(REASON.wrongType, fullName);

  return (out, opening, map, depth, state) => {
    const found = keysOf(map);
    if (found === undefined) {
      const printed = printWrongType(out + opening, map, depth, state);
      return state.cut ? out : printed + end;
    }
    if (found.length === 0 || (isLimited && !state.take(2))) return out;
    return printEntries(out, opening, map, entriesOf(found), depth, state);
  };
}

function isTextKey({ field: { cardinality } }: FieldPlan): boolean {
  return cardinality.kind === "map" && cardinality.key === "string";
}

/** Whether a field prints only quoted values: strings, markers and notes. Then their quotes are joined to the keys. JSON is rare. */
export function hasTexts({ field: { type }, json }: FieldPlan, { isLimited }: TextContext): boolean {
  return isString(type) && !isLimited && json === undefined;
}

/** Prints the entries of a map that is not empty, with its braces. */
type PrintEntries = (
  out: string,
  opening: string,
  map: unknown,
  entries: readonly MapEntry[],
  depth: number,
  state: TextState,
) => string;

/** Entries with strings for values: two appends for each. */
function printTexts(
  plan: FieldPlan,
  keys: MapKeys,
  access: MessageAccess,
  renderer: TextContext,
  end: string,
): PrintEntries {
  const { maps } = access;
  const closing = joined('"}', end);
  const { maxListLength } = renderer.options.limits;
  const { fullName } = plan.field;
  const wrongType = noteText(REASON.wrongType, fullName);
  const text = renderer.textInside(wrongType, plan.holdsCredential, ownValue(access, "textsArePlain"));
  const describedText = renderer.textInside(wrongType, plan.holdsCredential);
  const describe = descriptions(keys, maps);
  const noteInside = wrongType.slice(1, -1);
  const { get } = maps;
  const joinLast = lastJoin();
  return (out, opening, map, entries) => {
    let printed = out;
    let count = 0;
    for (const { key, first, next, fate } of entries) {
      if (count === maxListLength) {
        return `${printed}${count === 0 ? `${opening}{` : '",'}${cutEntries(entries, maxListLength, fullName)}}${end}`;
      }
      let inside = STRIPPED;
      if (fate === "open") inside = text(get(map, key));
      else if (fate === "invalid") inside = noteInside;
      else {
        const described = describe?.(map, key);
        if (described !== undefined) inside = describedText(described);
      }
      printed = printed + (count++ === 0 ? joinLast(opening, first) : next) + inside;
    }
    return printed + closing;
  };
}

/** Makes a function that describes the secret value under a key. It returns undefined if the marker is shown. */
function descriptions(
  keys: MapKeys,
  maps: MapAccess,
): ((map: unknown, key: string) => string | undefined) | undefined {
  if (!keys.describes) return undefined;
  return (map, key) => (keys.isDescribed(key) ? keys.describe(key, maps.get(map, key)) : undefined);
}

/** Makes a function that joins the opening of a map and its first key. Both are mostly the same as the last time. */
function lastJoin(): (opening: string, first: string) => string {
  let lastOpening = "";
  let lastFirst = "";
  let join: string | undefined;
  return (opening, first) => {
    if (opening === lastOpening && first === lastFirst) {
      join ??= joined(opening, first);
      return join;
    }
    lastOpening = opening;
    lastFirst = first;
    join = undefined;
    return opening + first;
  };
}

/** Entries with values of any type. If the whole output is limited, they are counted. */
function printValues(
  plan: FieldPlan,
  keys: MapKeys,
  bound: MessageAccess,
  renderer: TextContext,
): PrintEntries {
  const { isLimited, options } = renderer;
  const { maxListLength } = options.limits;
  const { fullName } = plan.field;
  const { maps } = bound;
  const print = renderer.item(plan, bound);
  const printMarker = renderer.counted(() => MARKER_TEXT);
  const printWrongType = renderer.note(REASON.wrongType, fullName);
  const describe = descriptions(keys, maps);
  const printValue = (
    out: string,
    map: unknown,
    { key, fate }: MapEntry,
    depth: number,
    state: TextState,
  ): string => {
    if (fate === "open") return print(out, maps.get(map, key), depth, state);
    if (fate === "invalid") return printWrongType(out, undefined, depth, state);
    const described = describe?.(map, key);
    return described === undefined
      ? printMarker(out, undefined, depth, state)
      : print(out, described, depth, state);
  };
  return (out, opening, map, entries, depth, state) => {
    let printed = out + opening;
    let count = 0;
    for (const entry of entries) {
      const separator = count === 0 ? "{" : ",";
      if (count === maxListLength) {
        const cut = cutEntries(entries, maxListLength, fullName);
        return `${printed}${separator}${isLimited && !state.take(cut.length + 1) ? CUT_ENTRY : cut}}`;
      }
      state.left -= entry.size;
      const before = printed + (count++ === 0 ? entry.first : entry.next);
      const after = printValue(before, map, entry, depth, state);
      if (after === before) return `${printed}${separator}${CUT_ENTRY}}`;
      printed = after;
      if (state.cut) break;
    }
    return `${printed}}`;
  };
}

/** The note in place of the entries beyond the limit. */
function cutEntries({ length }: readonly MapEntry[], maxListLength: number, fullName: string): string {
  return `"${CUT_KEY}":${noteText(REASON.moreEntries(length - maxListLength), fullName)}`;
}

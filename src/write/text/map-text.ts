import { STRIPPED } from "../../marker.js";
import type { FieldPlan } from "../../plan/compiled.js";
import type { MapReader, MessageReader } from "../../representations/reader.js";
import { MARKER_TEXT, noteText } from "../../scalars/json-string.js";
import { isKeyText } from "../../schema/key-text.js";
import type { MapKeyType } from "../../schema/message-shape.js";
import { CUT_ENTRY } from "./cut-note.js";
import { type MapEntry, mapEntries } from "./map-entries.js";
import { joined } from "./rope.js";
import { cutString } from "./string-text.js";
import type { TextRenderer } from "./text-renderer.js";
import type { PrintContent, TextState } from "./text-state.js";

/**
 * Prints a map with its keys sorted; an empty one not at all. In a keyed field the values of secret keys are
 * stripped, or described. Entries whose keys hold a credential are one stripped entry, however many there are.
 *
 * @param end what is printed behind a map that is not empty: only for one that {@link hasTexts}. Default: nothing.
 */
export function printMap(
  plan: FieldPlan,
  keyType: MapKeyType,
  bound: MessageReader,
  renderer: TextRenderer,
  end: string = "",
): PrintContent {
  const { isLimited, options } = renderer;
  const { fullName } = plan.field;
  const isText = hasTexts(plan, renderer);
  const entriesOf = mapEntries({
    keyText: printKey(keyType, options.limits.maxStringLength),
    wrongKey: noteText("wrong type of key", fullName),
    isSecretKey: plan.verdict.kind === "keyed" ? plan.verdict.keys : undefined,
    holdsCredential: keyType === "string" ? options.holdsCredential : undefined,
    quote: isText ? '"' : "",
  });
  const { keys } = bound.maps;
  const printEntries = isText ? printTexts(plan, bound, renderer, end) : printValues(plan, bound, renderer);
  const printWrongType = renderer.note("wrong type of value", fullName);

  return (out, opening, map, depth, state) => {
    const found = keys(map);
    if (found === undefined) {
      const printed = printWrongType(out + opening, map, depth, state);
      return state.cut ? out : printed + end;
    }
    if (found.length === 0 || (isLimited && !state.take(2))) return out;
    return printEntries(out, opening, map, entriesOf(found), depth, state);
  };
}

/** Whether all that is printed in a map are strings, markers and notes: values in quotes, which are joined to the keys. */
export function hasTexts({ field: { type } }: FieldPlan, { isLimited }: TextRenderer): boolean {
  return type.kind === "scalar" && type.scalar === "string" && !isLimited;
}

function printKey(keyType: MapKeyType, maxLength: number): (key: string) => string | undefined {
  if (keyType === "string") return cutString(maxLength);
  return (key) => (isKeyText(keyType, key) ? `"${key}"` : undefined);
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
  { maps, textsArePlain }: MessageReader,
  renderer: TextRenderer,
  end: string,
): PrintEntries {
  const closing = joined('"}', end);
  const { maxListLength } = renderer.options.limits;
  const { fullName } = plan.field;
  const wrongType = noteText("wrong type of value", fullName);
  const text = renderer.textInside(wrongType, textsArePlain);
  const describedText = renderer.textInside(wrongType);
  const describe = descriptions(plan, maps);
  const noteInside = wrongType.slice(1, -1);
  const joinLast = lastJoin();
  return (out, opening, map, entries) => {
    let printed = out;
    let count = 0;
    for (const { key, first, next, value } of entries) {
      if (count === maxListLength) {
        return `${printed}${count === 0 ? `${opening}{` : '",'}${cutEntries(entries, maxListLength, fullName)}}${end}`;
      }
      let inside = noteInside;
      if (value === "open") inside = text(maps.get(map, key));
      else if (value === "secret") {
        const described = describe?.(map, key);
        inside = described === undefined ? STRIPPED : describedText(described);
      }
      printed = printed + (count++ === 0 ? joinLast(opening, first) : next) + inside;
    }
    return printed + closing;
  };
}

/** What may be shown of the secret value under a key; undefined where no rule shows anything. */
function descriptions(
  { verdict }: FieldPlan,
  maps: MapReader,
): ((map: unknown, key: string) => string | undefined) | undefined {
  const describe = verdict.kind === "keyed" ? verdict.describe : undefined;
  if (describe === undefined) return undefined;
  // Under the marker there may be several entries that nobody is to tell apart.
  return (map, key) => (key === STRIPPED ? undefined : describe(key)?.(maps.get(map, key)));
}

/** Joins two texts that mostly are the same as the last time: what opens a map, and its first key. */
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

/** Entries with values of any type, counted where the whole output is limited. */
function printValues(plan: FieldPlan, bound: MessageReader, renderer: TextRenderer): PrintEntries {
  const { isLimited, options } = renderer;
  const { maxListLength } = options.limits;
  const { fullName } = plan.field;
  const { maps } = bound;
  const print = renderer.item(plan, bound);
  const printMarker = renderer.counted(() => MARKER_TEXT);
  const printWrongType = renderer.note("wrong type of value", fullName);
  const describe = descriptions(plan, maps);
  const printHidden = (
    out: string,
    isSecret: boolean,
    map: unknown,
    key: string,
    depth: number,
    state: TextState,
  ): string => {
    if (!isSecret) return printWrongType(out, undefined, depth, state);
    const described = describe?.(map, key);
    return described === undefined
      ? printMarker(out, undefined, depth, state)
      : print(out, described, depth, state);
  };
  return (out, opening, map, entries, depth, state) => {
    let printed = out + opening;
    let count = 0;
    for (const { key, first, next, size, value } of entries) {
      const separator = count === 0 ? "{" : ",";
      if (count === maxListLength) {
        const cut = cutEntries(entries, maxListLength, fullName);
        return `${printed}${separator}${isLimited && !state.take(cut.length + 1) ? CUT_ENTRY : cut}}`;
      }
      state.left -= size;
      const before = printed + (count++ === 0 ? first : next);
      const entry =
        value === "open"
          ? print(before, maps.get(map, key), depth, state)
          : printHidden(before, value === "secret", map, key, depth, state);
      if (entry === before) return `${printed}${separator}${CUT_ENTRY}}`;
      printed = entry;
      if (state.cut) break;
    }
    return `${printed}}`;
  };
}

/** Stands for the entries beyond the limit. */
function cutEntries({ length }: readonly MapEntry[], maxListLength: number, fullName: string): string {
  return `"<<cut>>":${noteText(`${length - maxListLength} more entries`, fullName)}`;
}

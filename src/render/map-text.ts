import type { FieldPlan } from "../plan/message-plan.js";
import type { MessageReader } from "../read/reader.js";
import { isKeyText } from "../schema/key-text.js";
import type { MapKeyType } from "../schema/message-shape.js";
import { CUT_ENTRY } from "./cut-note.js";
import { MARKER_TEXT, noteText, STRIPPED } from "./json-text.js";
import { mapEntries } from "./map-entries.js";
import { cutString } from "./string-text.js";
import type { TextRenderer } from "./text-renderer.js";
import type { PrintValue, TextState } from "./text-state.js";

/**
 * Prints a map with its keys sorted; an empty one not at all. In a keyed field the values of secret keys are
 * stripped, or described. Entries whose keys hold a credential are one stripped entry, however many there are.
 */
export function printMap(
  plan: FieldPlan,
  keyType: MapKeyType,
  bound: MessageReader,
  renderer: TextRenderer,
): PrintValue {
  const { isLimited, options } = renderer;
  const { maxListLength, maxStringLength } = options.limits;
  const { fullName } = plan.field;
  const { maps } = bound;
  const entriesOf = mapEntries({
    keyText: printKey(keyType, maxStringLength),
    wrongKey: noteText("wrong type of key", fullName),
    isSecretKey: plan.verdict.kind === "keyed" ? plan.verdict.keys : undefined,
    holdsCredential: keyType === "string" ? options.holdsCredential : undefined,
  });
  const print = renderer.item(plan, bound);
  const printMarker = renderer.counted(() => MARKER_TEXT);
  const printWrongType = renderer.note("wrong type of value", fullName);
  const describe = plan.verdict.kind === "keyed" ? plan.verdict.describe : undefined;
  const printSecret = (map: unknown, key: string, depth: number, state: TextState): string => {
    // Under the marker there may be several entries that nobody is to tell apart.
    const describeValue = key === STRIPPED ? undefined : describe?.(key);
    const text = describeValue?.(maps.get(map, key));
    return text === undefined ? printMarker(text, depth, state) : print(text, depth, state);
  };

  return (map, depth, state) => {
    const keys = maps.keys(map);
    if (keys === undefined) return printWrongType(map, depth, state);
    if (keys.length === 0 || (isLimited && !state.take(2))) return "";
    const entries = entriesOf(keys);
    let left = maxListLength;
    let out = "";
    for (const { key, prefix, value } of entries) {
      const comma = out === "" ? "" : ",";
      if (left-- === 0) {
        const note = `"<<cut>>":${noteText(`${entries.length - maxListLength} more entries`, fullName)}`;
        return `{${out}${comma}${isLimited && !state.take(note.length + 1) ? CUT_ENTRY : note}}`;
      }
      state.left -= prefix.length + 1;
      const text =
        value === "open"
          ? print(maps.get(map, key), depth, state)
          : value === "secret"
            ? printSecret(map, key, depth, state)
            : printWrongType(undefined, depth, state);
      if (text === "") return `{${out}${comma}${CUT_ENTRY}}`;
      out += comma + prefix + text;
      if (state.cut) return `{${out}}`;
    }
    return `{${out}}`;
  };
}

function printKey(keyType: MapKeyType, maxLength: number): (key: string) => string | undefined {
  if (keyType === "string") return cutString(maxLength);
  return (key) => (isKeyText(keyType, key) ? `"${key}"` : undefined);
}

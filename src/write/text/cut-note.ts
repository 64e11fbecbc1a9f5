import { CUT_KEY, REASON } from "../../marker.js";
import { noteText } from "../../scalars/json-string.js";

/** Stands in a list, or in place of everything, where the output limit was reached. Nothing follows it. */
export const CUT_NOTE: string = noteText(REASON.outputLimit);

/** The same in an object, where a note needs a key. */
export const CUT_ENTRY: string = `"${CUT_KEY}":${CUT_NOTE}`;

/** Room that is kept free for the one note of a cut, with its comma. */
export const CUT_RESERVE: number = CUT_ENTRY.length + 1;

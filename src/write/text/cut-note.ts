import { CUT_KEY, REASON } from "../../marker.js";
import { noteText } from "../../scalars/json-string.js";

/** The note for a cut at the output limit, in a list or in place of the whole output. Nothing follows it. */
export const CUT_NOTE: string = noteText(REASON.outputLimit);

/** The same note in an object, where it needs a key. */
export const CUT_ENTRY: string = `"${CUT_KEY}":${CUT_NOTE}`;

/** The room that is kept free for the note of a cut, with its comma. */
export const CUT_RESERVE: number = CUT_ENTRY.length + 1;

export { STRIPPED } from "../marker.js";

/** Stands in place of a value that could not be read. The notes are constants, so that making one cannot fail. */
export const UNREADABLE = "<<could not be read>>";
/** Stands in place of a value that is nested too deep. */
export const TOO_DEEP = "<<nested too deep to be logged>>";
/** Stands in place of a value with too many parts. */
export const TOO_MANY = "<<too many values to be logged>>";

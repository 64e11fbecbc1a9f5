// For users: make pseudonyms.

export type { PseudonymMaker } from "../policy/pseudonyms.js";
export { createPseudonyms, type PseudonymKey, type Pseudonyms } from "./create-pseudonyms.js";

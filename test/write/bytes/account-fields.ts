import { STRIPPED } from "../../../src/index.js";
import { bytes, type Content, field } from "../../wire-fields.js";

/** The name of an account, which is open. */
export const name = (text: Content): Uint8Array => field(1, text);

/** Its PIN, which is secret. */
export const pin = (text: Content): Uint8Array => field(2, text);

/** The fields of an Inner: its open text, and what else it has. */
export const inner = (open: string, ...more: readonly Uint8Array[]): Uint8Array =>
  bytes(field(1, open), ...more);

/** The fields of an entry of a map. */
export const entry = (key: string, ...value: readonly Content[]): Uint8Array =>
  bytes(field(1, key), field(2, ...value));

/** What a PIN becomes, in an account and in an Inner. */
export const MARKER: Uint8Array = field(2, STRIPPED);

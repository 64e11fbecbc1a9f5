import type { KnownLayouts } from "./known-layouts.js";
import { DROPPED, type RedactProperty } from "./redact-value.js";

/**
 * What can be said of a value at a glance: where it is what most are, its redaction need not be called. A text stays
 * unless it holds a credential, so does a list of texts; a constant and an accepted value stay; what is nested has a
 * layout that may be known, so many levels below the message.
 */
export type Glance =
  | { readonly kind: "text" }
  | { readonly kind: "texts" }
  | { readonly kind: "constant"; readonly constant: string }
  | { readonly kind: "accepted"; readonly accepts: (value: unknown) => boolean }
  | { readonly kind: "nested"; readonly layouts: KnownLayouts; readonly levels: number }
  | { readonly kind: "unclear" };

/** Of what can be said nothing at a glance. */
export const UNCLEAR: Glance = { kind: "unclear" };

/** How what stands under one property of a message, or one key of a map, is redacted. */
export class PropertyRedaction {
  // A class, and flat: objects of one shape are read faster than those of several.
  readonly kind: Glance["kind"];
  readonly constant: string | undefined;
  readonly accepts: ((value: unknown) => boolean) | undefined;
  readonly layouts: KnownLayouts | undefined;
  readonly levels: number;
  readonly redact: RedactProperty;
  /** What stands there in place of a value, where nothing is set; dropped, if there is no such property then. */
  readonly empty: (like: unknown) => unknown;

  constructor(glance: Glance, redact: RedactProperty, empty: (like: unknown) => unknown = () => DROPPED) {
    this.kind = glance.kind;
    this.constant = glance.kind === "constant" ? glance.constant : undefined;
    this.accepts = glance.kind === "accepted" ? glance.accepts : undefined;
    this.layouts = glance.kind === "nested" ? glance.layouts : undefined;
    this.levels = glance.kind === "nested" ? glance.levels : 0;
    this.redact = redact;
    this.empty = empty;
  }
}

import type { Policy } from "protosanitizer";
import * as dialects from "protosanitizer/dialects";

/** A dialect, as policy files and programs call it. */
export interface NamedDialect {
  /** What policy files and the command line call it. */
  readonly name: string;
  /** Its name in `protosanitizer/dialects`. */
  readonly identifier: string;
  readonly policy: Policy;
}

/** The dialects that need no more than their name. That of Confluent takes a list of tags, too, and is not here. */
export const DIALECTS: readonly NamedDialect[] = Object.entries(dialects)
  .flatMap(([identifier, policy]) =>
    typeof policy === "function" ? [] : [{ name: nameOf(identifier), identifier, policy }],
  )
  .sort((left, right) => left.name.localeCompare(right.name));

/** `redactV3` is called `redact-v3`. */
function nameOf(identifier: string): string {
  return identifier.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

import { expect } from "vitest";
import type { SecretScope } from "../../src/index.js";
import type { HeldText } from "./hidden-values.js";
import { policies } from "./subjects.js";

/** Keys and types in a secret field are names such as `username`, which other lines need, unless they hold a credential. */
export function isSecret({ text, isName }: HeldText): boolean {
  return !isName || policies.some(({ detectors = [] }) => detectors.some((detector) => detector(text)));
}

/** Fails for the texts that stay in a line after the secrets of a message were scrubbed from it. */
export function expectFound(secrets: SecretScope, texts: readonly string[]): void {
  expect(texts.filter((text) => secrets.scrub(`before ${text} after`).includes(text))).toEqual([]);
}

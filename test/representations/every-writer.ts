import { expect } from "vitest";
import type { Sanitizer } from "../../src/index.js";
import { expectEqual } from "../properties/expect-equal.js";

/** What a test knows of a message that holds a secret. */
export interface HeldSecret {
  readonly sanitizer: Sanitizer;
  readonly type: string;
  readonly message: unknown;
  readonly secret: string;
}

/**
 * Checks that no writer shows a secret that a message holds in a secret place, that `secretsOf` picks it up, and that the
 * message stays as it is.
 *
 * @returns the text, which the copy prints, too.
 */
export function expectHidden({ sanitizer, type, message, secret }: HeldSecret): string {
  const before = seenTexts(message);
  const text = expectAgreement({ sanitizer, type, message });
  expect(text).not.toContain(secret);
  expect(seenTexts(sanitizer.redact(type, message)).join()).not.toContain(secret);
  expectEqual(sanitizer.secretsOf(type, message).scrub(`got ${secret}`), "got ***stripped***");
  expectEqual(seenTexts(message), before);
  return text;
}

/**
 * Checks that all writers agree on a message, and that a copy of a copy prints the same.
 *
 * @returns the text.
 */
export function expectAgreement({ sanitizer, type, message }: Omit<HeldSecret, "secret">): string {
  const text = sanitizer.stringify(type, message);
  expectEqual(sanitizer.toJson(type, message), JSON.parse(text));
  const copy = sanitizer.redact(type, message);
  expectEqual(sanitizer.stringify(type, copy), text);
  expectEqual(sanitizer.stringify(type, sanitizer.redact(type, copy)), text);
  return text;
}

/** All texts that can be read from a value by any property: own and inherited ones, hidden ones, and those of getters. */
export function seenTexts(value: unknown, seen: Set<unknown> = new Set()): readonly string[] {
  if (typeof value === "string") return [value];
  if (typeof value !== "object" || value === null || seen.has(value)) return [];
  seen.add(value);
  const values: unknown[] = isCollection(value) ? [...value.entries()].flat() : [];
  for (const owner of owners(value)) {
    for (const key of Reflect.ownKeys(owner)) {
      if (key === "constructor" || key === "$type") continue;
      try {
        values.push(Reflect.get(value, key));
      } catch {
        // It shows nothing.
      }
    }
  }
  return values.flatMap((inner) => seenTexts(inner, seen));
}

function isCollection(value: object): value is ReadonlyMap<unknown, unknown> | ReadonlySet<unknown> {
  return value instanceof Map || value instanceof Set;
}

function owners(value: object): readonly object[] {
  const found: object[] = [];
  for (let owner: object | null = value; owner !== null; owner = Object.getPrototypeOf(owner)) {
    if (Object.hasOwn(owner, "isPrototypeOf")) break;
    found.push(owner);
  }
  return found;
}

import type { MessagePlan } from "../../plan/compiled.js";
import { Path } from "../../plan/path.js";
import type { PseudonymOf } from "../../policy/pseudonyms.js";
import type { Origin, Origins } from "./origin.js";

/** A secret value as a message holds it: a text, or bytes. */
export type SecretValue = string | Uint8Array;

/** The most values that are collected from one message. No call has so many credentials. */
const MOST_VALUES = 10_000;
/** The fewest digits of a number that can be searched for. A shorter number equals too many other numbers in a log. */
const FEWEST_DIGITS = 6;
/** More messages than a normal message contains. After that many, the walk enters each message only once. */
const MOST_REPEATED = 1000;

/** Secret values, and where each of them is from. */
export interface CollectedValues {
  readonly values: readonly SecretValue[];
  readonly origins: Origins | undefined;
}

/** The values that one walk over a message has collected, and its path. */
export class SecretWalk implements CollectedValues {
  readonly values: SecretValue[] = [];
  origins: Origins | undefined;
  /** Where the next values are from. */
  origin: Origin | undefined;
  /** The key of the map entry that the next values are from, if such keys are shown. */
  key: string | undefined;
  /** What makes the pseudonyms of the next values. */
  pseudonym: PseudonymOf | undefined;
  readonly #path = new Path(MOST_REPEATED);

  /** Begins a field. */
  begin(origin: Origin, pseudonym?: PseudonymOf): void {
    this.origin = origin;
    this.pseudonym = pseudonym;
  }

  /** Collects a text. */
  text(text: string, pseudonym: PseudonymOf | undefined = this.pseudonym): void {
    if (text !== "" && this.values.length < MOST_VALUES) this.#add(text, pseudonym);
  }

  /** Collects a copy of bytes, because careful callers overwrite the buffer of a secret afterwards. */
  bytes(bytes: Uint8Array): void {
    if (bytes.length > 0 && this.values.length < MOST_VALUES)
      this.#add(Uint8Array.from(bytes), this.pseudonym);
  }

  #add(value: SecretValue, pseudonym: PseudonymOf | undefined): void {
    const { origin, key, origins } = this;
    if (origin !== origins?.origin || key !== origins?.key || pseudonym !== origins?.pseudonym)
      this.origins = { origin, key, pseudonym, from: this.values.length, before: origins };
    this.values.push(value);
  }

  /** Collects a number, if it has enough digits. */
  number(number: number | bigint | string): void {
    const text = String(number);
    if (text.replace(/\D/g, "").length < FEWEST_DIGITS) return;
    const { pseudonym } = this;
    // The digits of a negative number are sought, and have no pseudonym: they are those of another number, too.
    const isNegative = text.startsWith("-");
    if (isNegative) this.pseudonym = undefined;
    this.text(isNegative ? text.slice(1) : text);
    this.pseudonym = pseudonym;
  }

  /** Begins a message that may contain itself. Returns false if the walk must not enter it: see {@link Path}. */
  enter(message: unknown, plan: MessagePlan | undefined): boolean {
    return this.#path.enter(plan, message) === "new";
  }

  /** Ends what the last {@link enter} began. */
  leave(): void {
    this.#path.leave();
  }
}

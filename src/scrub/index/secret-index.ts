import type { SecretValue } from "../../write/collect/secret-walk.js";
import { latin1Of } from "../../values/bytes.js";
import { Budget, type Span } from "../forms/written-text.js";
import { scrubText } from "../line/scrub-text.js";
import { ByText, fingerprintOf, type Keyed } from "./by-text.js";
import { valuesIn } from "./secret-parts.js";
import { SoughtSecret } from "./sought-secret.js";
import { isTrivial, SHORTEST_SECRET } from "./trivial-values.js";
import { WindowTable } from "./window-table.js";

const NONE = -1;

/** A value in the index. */
class Entry extends SoughtSecret implements Keyed {
  readonly value: string;
  readonly fingerprint: number;
  readonly among: ByText<Entry>;
  /** The number of its windows. */
  windowsNumber: number = NONE;
  /** How many hold it. */
  holders = 0;

  constructor(value: string, fingerprint: number, bytes: Uint8Array | undefined, among: ByText<Entry>) {
    super(value, bytes);
    this.value = value;
    this.fingerprint = fingerprint;
    this.among = among;
  }
}

/** Values that were added to an index together, to be removed together. */
export type IndexedValues = readonly Entry[];

/** A part of a text where a secret stands. */
export interface FoundSecret extends Span {
  readonly secret: object;
}

// Steps that a search may take: far more than any text needs that was not made for it. The more values there are, the
// more of them share a window.
const FEWEST_STEPS = 1_000_000;
const STEPS_PER_CHARACTER = 24;
const VALUES_PER_STEP = 64;

/** Secret values to which some can be added, and from which some can be removed, and that texts are searched for. */
export class SecretIndex {
  readonly #texts = new ByText<Entry>();
  /** Of bytes that are no text, by a character for each. */
  readonly #binaries = new ByText<Entry>();
  readonly #table = new WindowTable<Entry>();

  /** How many distinct values there are. */
  get size(): number {
    return this.#texts.size + this.#binaries.size;
  }

  /** Adds values, and those inside them. */
  add(values: readonly SecretValue[]): IndexedValues {
    const added: Entry[] = [];
    try {
      for (const value of values) {
        if (typeof value === "string") this.#addText(value, added);
        else this.#addBytes(value, added);
      }
    } catch (error) {
      // The stack ended: nothing stays half added.
      this.remove(added);
      throw error;
    }
    return added;
  }

  #addText(value: string, added: Entry[]): void {
    if (isTrivial(value)) return;
    this.#hold(value, undefined, added);
    for (const part of valuesIn(value)) {
      if (!isTrivial(part)) this.#hold(part, undefined, added);
    }
  }

  #addBytes(bytes: Uint8Array, added: Entry[]): void {
    const text = textOf(bytes);
    if (text !== undefined) this.#addText(text, added);
    else if (bytes.length >= SHORTEST_SECRET) this.#hold(latin1Of(bytes), bytes, added);
  }

  #hold(value: string, bytes: Uint8Array | undefined, added: Entry[]): void {
    const among = bytes === undefined ? this.#texts : this.#binaries;
    const fingerprint = fingerprintOf(value);
    let entry = among.get(value, fingerprint);
    if (entry === undefined) {
      entry = new Entry(value, fingerprint, bytes, among);
      among.add(entry);
    }
    entry.holders++;
    added.push(entry);
    if (entry.holders === 1) entry.windowsNumber = this.#table.add(entry);
  }

  /** Removes what one call of {@link add} has added, unless another one has added it, too. */
  remove(values: IndexedValues): void {
    for (const entry of values) {
      if (--entry.holders > 0) continue;
      entry.among.delete(entry);
      if (entry.windowsNumber !== NONE) this.#table.remove(entry.windowsNumber);
    }
  }

  /** A text without any of the values. */
  scrub(text: string): string {
    return scrubText(text, (part) => this.#find(part));
  }

  #find(text: string): readonly FoundSecret[] {
    if (this.#table.isEmpty) return NOTHING;
    const found: FoundSecret[] = [];
    const perCharacter = STEPS_PER_CHARACTER + this.size / VALUES_PER_STEP;
    const budget = new Budget(FEWEST_STEPS + text.length * perCharacter);
    this.#table.scan(text, (secret, kind, at, position) => {
      budget.take(1);
      const span = secret.find(text, position, kind, at, budget);
      if (span !== undefined) found.push({ start: span.start, end: span.end, secret });
    });
    return found;
  }
}

const NOTHING: readonly FoundSecret[] = [];

const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** The text that bytes are, if they are one. */
function textOf(bytes: Uint8Array): string | undefined {
  try {
    return decoder.decode(bytes);
  } catch {
    return undefined;
  }
}

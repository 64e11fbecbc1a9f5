import { PSEUDONYM } from "../../marker.js";
import type { PseudonymOf } from "../../policy/pseudonyms.js";
import { latin1Of } from "../../values/bytes.js";
import { type Origins, pseudonymsOf } from "../../write/collect/origin.js";
import type { SecretValue } from "../../write/collect/secret-walk.js";
import { ByteRuns } from "../forms/byte-runs.js";
import { LONG, mayHoldLongBase64 } from "../forms/long-runs.js";
import { Budget, type Span } from "../forms/written-text.js";
import { scrubText } from "../line/scrub-text.js";
import type { FoundSecret } from "../line/spans.js";
import { ByText, fingerprintOf, type Keyed } from "./by-text.js";
import { valuesIn } from "./secret-parts.js";
import { Beginning, type SoughtBytes, WholeBytes } from "./sought-bytes.js";
import { isWhole, LIST, SoughtBase64, type SoughtInTexts, SoughtSecret } from "./sought-secret.js";
import { isTrivial, SHORTEST_SECRET } from "./trivial-value.js";
import { foldedUnits } from "./window-filter.js";
import { WindowTable } from "./window-table.js";

const NONE = -1;

/** A value in the index. */
class Entry extends SoughtSecret implements Keyed {
  readonly value: string;
  readonly fingerprint: number;
  readonly among: ByText<Entry>;
  /** The numbers of its windows, in texts and in lists of bytes; those in base64 have their own number if it is long. */
  inTexts: number = NONE;
  inBase64: number = NONE;
  inLists: number = NONE;
  start: Beginning | undefined;
  /** How many calls have added the value and not removed it. */
  holders = 0;
  /** What makes the pseudonym that takes its place, if all calls agree: of its bytes if it is bytes, or else of its text. */
  pseudonym: PseudonymOf | undefined;
  isBytes = false;

  constructor(value: string, fingerprint: number, bytes: Uint8Array | undefined, among: ByText<Entry>) {
    super(value, bytes);
    this.value = value;
    this.fingerprint = fingerprint;
    this.among = among;
  }

  /** Adds a call that has the value. */
  hold(pseudonym: PseudonymOf | undefined, isBytes: boolean): void {
    if (this.holders++ === 0) {
      this.pseudonym = pseudonym;
      this.isBytes = isBytes;
    } else if (this.pseudonym !== pseudonym) this.pseudonym = undefined;
  }

  /** The text that takes its place; undefined for the marker. */
  shown(): string | undefined {
    return this.pseudonym && madeBy(this.pseudonym, this.isBytes ? this.bytes() : this.value);
  }
}

/** A pseudonym. What makes it may belong to another copy of this package. Anything else than a pseudonym could break a line. */
function madeBy(make: PseudonymOf, value: SecretValue): string | undefined {
  try {
    const made: unknown = make(value);
    return typeof made === "string" && made === PSEUDONYM.exec(made)?.[0] ? made : undefined;
  } catch {
    return undefined;
  }
}

/** The entry of a value, or the beginning that several entries share: what a find has as its secret. */
export function isFoundIn(secret: object, entry: IndexedValues[number]): boolean {
  return entry === secret || (entry.start !== undefined && entry.start === secret);
}

/** How long the value is that was found; of a beginning that several values share, how long the beginning is. */
export function lengthOf(secret: object): number {
  return secret instanceof Entry || secret instanceof Beginning ? secret.value.length : 0;
}

/** Values that were added to an index together, to be removed together. */
export type IndexedValues = readonly Entry[];

// Steps that a search may take. Normal texts need far fewer; more means a hostile text. The more values there are, the more
// of them share a window.
const FEWEST_STEPS = 1_000_000;
const STEPS_PER_CHARACTER = 24;
const VALUES_PER_STEP = 64;

/** Secret values that are sought in texts. Values can be added and removed at any time. */
export class SecretIndex {
  readonly #texts = new ByText<Entry>();
  /** Values that are bytes and no text, by a text with one character per byte. */
  readonly #binaries = new ByText<Entry>();
  /** By their first bytes. */
  readonly #beginnings = new ByText<Beginning>();
  /** The windows that are sought in texts, and those that are sought in lists of bytes. */
  readonly #inTexts = new WindowTable<SoughtInTexts>();
  readonly #inLists = new WindowTable<SoughtBytes>();
  /** Long values that are not sought in base64 and in lists, because no text since then had room for one. */
  readonly #unencoded = new Set<Entry>();

  /** How many distinct values there are. */
  get size(): number {
    return this.#texts.size + this.#binaries.size;
  }

  /** Adds values, and the secret values inside them. @param origins where they are from. */
  add(values: readonly SecretValue[], origins?: Origins): IndexedValues {
    const pseudonyms = pseudonymsOf(origins, values.length);
    const added: Entry[] = [];
    try {
      for (let index = 0; index < values.length; index++) {
        const value = values[index] ?? "";
        const pseudonym = pseudonyms?.[index];
        // A pseudonym stands for itself.
        if (pseudonym !== undefined && value.length <= LONGEST_PSEUDONYM && isOwn(pseudonym, value)) continue;
        if (typeof value === "string") this.#addText(value, added, pseudonym, false);
        else this.#addBytes(value, added, pseudonym);
      }
    } catch (error) {
      // The stack ended. Do not leave values half added.
      this.remove(added);
      throw error;
    }
    return added;
  }

  #addText(value: string, added: Entry[], pseudonym: PseudonymOf | undefined, isBytes: boolean): void {
    if (isTrivial(value)) return;
    this.#hold(value, undefined, added, pseudonym, isBytes);
    for (const part of valuesIn(value)) {
      if (!isTrivial(part)) this.#hold(part, undefined, added);
    }
  }

  #addBytes(bytes: Uint8Array, added: Entry[], pseudonym: PseudonymOf | undefined): void {
    const text = textOf(bytes);
    if (text !== undefined) this.#addText(text, added, pseudonym, true);
    else if (bytes.length >= SHORTEST_SECRET) this.#hold(latin1Of(bytes), bytes, added, pseudonym, true);
  }

  #hold(
    value: string,
    bytes: Uint8Array | undefined,
    added: Entry[],
    pseudonym?: PseudonymOf,
    isBytes: boolean = false,
  ): void {
    const among = bytes === undefined ? this.#texts : this.#binaries;
    const fingerprint = fingerprintOf(value);
    let entry = among.get(value, fingerprint);
    if (entry === undefined) {
      entry = new Entry(value, fingerprint, bytes, among);
      among.add(entry);
    }
    entry.hold(pseudonym, isBytes);
    added.push(entry);
    if (entry.holders > 1) return;
    entry.inTexts = this.#inTexts.add(entry);
    if (entry.isLong) this.#unencoded.add(entry);
    else this.#seekInLists(entry);
  }

  #seekInLists(entry: Entry): void {
    if (entry.inLists === NONE) entry.inLists = this.#inLists.add(new WholeBytes(entry));
    if (entry.start === undefined) this.#holdBeginning(entry);
  }

  /** A text has room for long values in any form. Those that were sought as they are now are sought in all forms. */
  #seekEncoded(): void {
    for (const entry of this.#unencoded) {
      // If the stack ends here, the next text goes on.
      if (entry.inBase64 === NONE) entry.inBase64 = this.#inTexts.add(new SoughtBase64(entry));
      this.#seekInLists(entry);
      this.#unencoded.delete(entry);
    }
  }

  #holdBeginning(entry: Entry): void {
    const value = Beginning.of(entry);
    if (value === undefined) return;
    let beginning = this.#beginnings.get(value, fingerprintOf(value));
    if (beginning === undefined) {
      beginning = new Beginning(value);
      beginning.windowsNumber = this.#inLists.add(beginning);
      this.#beginnings.add(beginning);
    }
    beginning.hold(entry);
    entry.start = beginning;
  }

  #dropBeginning(beginning: Beginning): void {
    if (--beginning.holders > 0) return;
    this.#beginnings.delete(beginning);
    beginning.forget();
    this.#inLists.remove(beginning.windowsNumber);
  }

  /** Removes the values that one call of {@link add} has added. A value that another call has added, too, stays. */
  remove(values: IndexedValues): void {
    for (const entry of values) {
      if (--entry.holders > 0) continue;
      entry.among.delete(entry);
      entry.forget();
      this.#unencoded.delete(entry);
      if (entry.inBase64 !== NONE) this.#inTexts.remove(entry.inBase64);
      if (entry.inTexts !== NONE) this.#inTexts.remove(entry.inTexts);
      if (entry.inLists !== NONE) this.#inLists.remove(entry.inLists);
      if (entry.start !== undefined) this.#dropBeginning(entry.start);
    }
  }

  /** A text without any of the values. */
  scrub(text: string): string {
    return scrubText(text, (part) => this.find(part));
  }

  /** Where the values are in a well-formed text. @throws {BudgetError} if the search takes too long. */
  find(text: string): readonly FoundSecret[] {
    if (this.#inTexts.isEmpty || text.length < SHORTEST_SECRET) return NOTHING;
    const found: FoundSecret[] = [];
    const perCharacter = STEPS_PER_CHARACTER + this.size / VALUES_PER_STEP;
    const budget = new Budget(FEWEST_STEPS + text.length * perCharacter);
    const units = foldedUnits(text);
    try {
      if (this.#unencoded.size > 0 && mayHoldLongBase64(units, text.length)) this.#seekEncoded();
      this.#inTexts.scan(units, text.length, (sought, kind, at, position) => {
        const span = sought.find(text, position, kind, at, budget);
        if (span !== undefined) found.push(foundSecret(span, sought.secret, kind, isWhole(kind)));
      });
      runs.each(text, units, this.#inLists.mayHave, (run) => {
        if (this.#unencoded.size > 0 && (run.length > LONG || run.isCut)) this.#seekEncoded();
        this.#inLists.scan(run.bytes, run.length, (sought, _kind, at, position) => {
          const span = sought.find(run, position, at, budget);
          // A list that is cut off may hold another value.
          if (span !== undefined) found.push(foundSecret(span, sought.secret, LIST, !run.isCut));
        });
      });
    } finally {
      // Do not keep lines that hold secrets in memory.
      units.fill(0, 0, text.length);
    }
    return found;
  }
}

const NOTHING: readonly FoundSecret[] = [];

function foundSecret(
  { start, end }: Span,
  secret: object,
  kind: number,
  isWholeSecret: boolean,
): FoundSecret {
  const shown = isWholeSecret && secret instanceof Entry ? secret.shown() : undefined;
  return { start, end, secret, kind, shown };
}

/** No pseudonym is longer. */
const LONGEST_PSEUDONYM = 64;

/** Whether a value is a pseudonym already. */
function isOwn(make: PseudonymOf, value: SecretValue): boolean {
  const text = typeof value === "string" ? value : latin1Of(value);
  return PSEUDONYM.test(text) && madeBy(make, value) === text;
}

const runs = new ByteRuns();

const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** The text of bytes that are valid UTF-8. */
export function textOf(bytes: Uint8Array): string | undefined {
  try {
    return decoder.decode(bytes);
  } catch {
    return undefined;
  }
}

import { type Alignment, base64Core, base64Windows } from "../forms/base64.js";
import { Excerpt } from "../forms/excerpt.js";
import { ALIGNMENTS, findBase64, type SecretBytes, SoughtText } from "../forms/forms.js";
import { LONG } from "../forms/long-runs.js";
import { type AddWindow, keyAt, textWindows } from "../forms/window.js";
import type { Budget, Span } from "../forms/written-text.js";
import { forgetPlace, rarePlace } from "./rare-place.js";
import { fragmentsOf } from "./secret-parts.js";
import type { WindowOwner } from "./window-table.js";

/** A number with fewer digits than this is sought only where no other digits stand beside it. */
const FEWEST_DIGITS = 6;

// The kinds of windows: of the text, of base64 at each alignment, and then of each fragment.
const TEXT = 0;
const BASE64 = 1;
const FRAGMENT: number = BASE64 + ALIGNMENTS.length;

/** In place of the kind of a window: the secret was found in a list of bytes. */
export const LIST = -1;

/** What was searched when a find with a kind was made. */
export function foundIn(kind: number): "text" | "base64" | "list" {
  if (kind === LIST) return "list";
  return kind >= BASE64 && kind < FRAGMENT ? "base64" : "text";
}

/** Whether a find with a kind is all of the secret, and not a fragment of it. */
export function isWhole(kind: number): boolean {
  return kind < FRAGMENT;
}

const encoder = new TextEncoder();
const excerpts = new Excerpt();
const ASCII = /^[\0-\x7f]*$/;

/** Something that is sought in texts. */
export interface SoughtInTexts extends WindowOwner {
  /** The same object for each find of one secret. */
  readonly secret: object;
  /** The part of a text around a window that is the whole secret. Undefined if it is not there. */
  find(text: string, position: number, kind: number, at: number, budget: Budget): Span | undefined;
}

/**
 * A secret value that is sought in texts, in all its forms but lists of bytes. It keeps only the value, because thousands are
 * held. Everything else is made when a window is found.
 */
export class SoughtSecret implements SoughtInTexts, SecretBytes {
  readonly #text: string;
  readonly #isBinary: boolean;
  /** Where it is least like other secrets. Its windows are from there. */
  readonly #place: number;
  #bytes: Uint8Array | undefined;
  #bytesBefore: number | undefined;
  #whole: SoughtText | undefined;
  #fragments: readonly SoughtText[] | undefined;
  /** The keys of the windows that were picked in the fragments. */
  #counted: number[] | undefined;
  #cores: (string | undefined)[] | undefined;

  /** @param bytes the bytes of a secret that is not text. Then the text has one character per byte. */
  constructor(text: string, bytes?: Uint8Array) {
    this.#text = text;
    this.#bytes = bytes;
    this.#isBinary = bytes !== undefined;
    this.#place = rarePlace(text);
  }

  get secret(): this {
    return this;
  }

  /** Whether it is so long that most texts have no room for it in base64. Then {@link windows} leaves out those of base64. */
  get isLong(): boolean {
    return this.#text.length > LONG;
  }

  /** The windows by which this secret is found. */
  windows(add: AddWindow): void {
    textWindows(this.#text, this.#place, TEXT, add);
    if (!this.isLong) this.base64Windows(add);
    const fragments = this.#allFragments();
    if (fragments.length > 0) this.#counted = [];
    for (let index = 0; index < fragments.length; index++) {
      const fragment = fragments[index] ?? "";
      const place = rarePlace(fragment);
      this.#counted?.push(keyAt(fragment, place));
      textWindows(fragment, place, FRAGMENT + index, add);
    }
  }

  /** The windows by which this secret is found in base64. */
  base64Windows(add: AddWindow): void {
    const excerpt = this.excerpt();
    for (const alignment of ALIGNMENTS) base64Windows(excerpt, alignment, BASE64 + alignment, add);
  }

  /** Takes back what {@link windows} has counted, when the secret is not sought any more. */
  forget(): void {
    forgetPlace(keyAt(this.#text, this.#place));
    if (this.#counted !== undefined) for (const key of this.#counted) forgetPlace(key);
  }

  find(text: string, position: number, kind: number, at: number, budget: Budget): Span | undefined {
    budget.take(1 + (this.#text.length >> 8));
    if (kind === TEXT) return this.#findText(text, position, at, budget);
    // Each alignment has a kind.
    if (kind < FRAGMENT) return this.#findBase64(text, position, (kind - BASE64) as Alignment, at, budget);
    this.#fragments ??= this.#allFragments().map((fragment) => new SoughtText(fragment));
    return this.#fragments[kind - FRAGMENT]?.find(text, position, at, budget);
  }

  #findText(text: string, position: number, at: number, budget: Budget): Span | undefined {
    this.#whole ??= new SoughtText(this.#text);
    const found = this.#whole.find(text, position, at, budget);
    const isShortNumber = this.#text.length < FEWEST_DIGITS && /^\d+$/.test(this.#text);
    if (found === undefined || !isShortNumber) return found;
    const isAlone = !/\d/.test(text.charAt(found.start - 1) + text.charAt(found.end));
    return isAlone ? found : undefined;
  }

  #findBase64(
    text: string,
    position: number,
    alignment: Alignment,
    at: number,
    budget: Budget,
  ): Span | undefined {
    const bytesBefore = this.bytesBeforePlace() - this.excerpt().focus;
    return findBase64(text, position, this, at, alignment, bytesBefore, budget);
  }

  /** An excerpt around its place. The next call, of any secret, overwrites it. */
  excerpt(): Excerpt {
    return excerpts.take(this.#text, this.#place, this.#isBinary);
  }

  /** How many bytes stand before its place. */
  bytesBeforePlace(): number {
    if (this.#bytesBefore === undefined) {
      const before = this.#text.slice(0, this.#place);
      this.#bytesBefore = this.#isBinary ? before.length : encoder.encode(before).length;
    }
    return this.#bytesBefore;
  }

  bytes(): Uint8Array {
    this.#bytes ??= encoder.encode(this.#text);
    return this.#bytes;
  }

  core(alignment: Alignment): string {
    this.#cores ??= [];
    this.#cores[alignment] ??= base64Core(this.bytes(), alignment);
    return this.#cores[alignment] ?? "";
  }

  /** Its first bytes, one per character; undefined if it has no more than these. */
  beginning(length: number): string | undefined {
    if (this.#text.length <= length) return undefined;
    const start = this.#text.slice(0, length);
    if (this.#isBinary || ASCII.test(start)) return start;
    return String.fromCharCode(...encoder.encode(start).subarray(0, length));
  }

  /** How many bytes it has at most. */
  get mostBytes(): number {
    return this.#isBinary ? this.#text.length : 3 * this.#text.length;
  }

  #allFragments(): readonly string[] {
    return fragmentsOf(this.#text, this.#isBinary ? this.#bytes : undefined);
  }
}

/** A long secret that is sought in base64. */
export class SoughtBase64 implements SoughtInTexts {
  readonly secret: SoughtSecret;

  constructor(secret: SoughtSecret) {
    this.secret = secret;
  }

  windows(add: AddWindow): void {
    this.secret.base64Windows(add);
  }

  find(text: string, position: number, kind: number, at: number, budget: Budget): Span | undefined {
    return this.secret.find(text, position, kind, at, budget);
  }
}

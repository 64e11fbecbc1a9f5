import {
  type Alignment,
  base64Core,
  base64Letters,
  base64Windows,
  placeInCore,
  withNeighbours,
} from "./base64.js";
import { type ByteListStyle, decimalList, hexList, hexText } from "./byte-list.js";
import { formsOfCharacter } from "./character-forms.js";
import { type Excerpt, excerptOf } from "./excerpt.js";
import { fragmentsOf } from "./secret-parts.js";
import { anchorOf } from "./window.js";
import { type Budget, findWritten, type Span } from "./written-text.js";

/** Takes a window: its key, and what is needed to check what stands around it. */
export type AddWindow = (key: number, detail: number) => void;

/** Digits alone are told apart from those of longer numbers, if they are fewer than these. */
const FEWEST_DIGITS = 6;
const BYTE_LISTS: readonly { readonly style: ByteListStyle; readonly isList: boolean }[] = [
  { style: hexText, isList: false },
  { style: hexList, isList: true },
  { style: decimalList, isList: true },
];
const ALIGNMENTS: readonly Alignment[] = [0, 1, 2];
/** Of bytes that `util.inspect` prints it shows so many. */
const INSPECTED_BYTES = 50;

// What a window belongs to: the text, its base64 at one of three alignments, a byte list; from 8 on, a fragment.
const TEXT = 0;
const BASE64 = 1;
const BYTES = 4;
const FRAGMENT = 8;
const KINDS = 2 ** 8;

const encoder = new TextEncoder();

/** A secret value that texts are searched for, in all its forms. What is not needed for its windows is made on a hit. */
export class SoughtSecret {
  readonly #text: string;
  readonly #fragments: readonly string[];
  readonly #isShortNumber: boolean;
  readonly #isBinary: boolean;
  #bytes: Uint8Array | undefined;
  readonly #cores: (string | undefined)[] = [];
  /** Excerpt for base64 and hexadecimal in one piece; and for lists, of which Node shows the beginning only. */
  readonly #excerpt: Excerpt;
  readonly #listExcerpt: Excerpt;

  /** @param bytes of a secret that is no text; then the text has a character for each. */
  constructor(text: string, bytes?: Uint8Array) {
    this.#text = text;
    this.#bytes = bytes;
    this.#isBinary = bytes !== undefined;
    this.#fragments = fragmentsOf(text, bytes);
    this.#isShortNumber = text.length < FEWEST_DIGITS && /^\d+$/.test(text);
    this.#excerpt = excerptOf(text, Math.floor(text.length * 0.8), this.#isBinary);
    const isInspected = text.length <= INSPECTED_BYTES;
    this.#listExcerpt = isInspected ? this.#excerpt : excerptOf(text, INSPECTED_BYTES >> 1, this.#isBinary);
  }

  /** The windows by which this secret is found. */
  windows(add: AddWindow): void {
    this.#textWindows(this.#text, TEXT, add);
    for (const alignment of ALIGNMENTS) {
      base64Windows(this.#excerpt.bytes, alignment, (key, at) => add(key, BASE64 + alignment + at * KINDS));
    }
    for (const [index, { style, isList }] of BYTE_LISTS.entries()) {
      const { bytes } = isList ? this.#listExcerpt : this.#excerpt;
      style.windows(bytes, (key, at) => add(key, BYTES + index + at * KINDS));
    }
    for (const [index, fragment] of this.#fragments.entries())
      this.#textWindows(fragment, FRAGMENT + index, add);
  }

  #textWindows(text: string, kind: number, add: AddWindow): void {
    const { at, keys } = anchorOf(text);
    for (const key of keys) add(key, kind + at * KINDS);
  }

  /** Where the secret stands in a text around a window that was found in it; undefined if it does not. */
  find(text: string, position: number, detail: number, budget: Budget): Span | undefined {
    const kind = detail % KINDS;
    const at = Math.floor(detail / KINDS);
    if (kind === TEXT) return this.#findText(text, position, at, budget);
    if (kind >= FRAGMENT) {
      return findWritten(
        text,
        position,
        this.#fragments[kind - FRAGMENT] ?? "",
        at,
        formsOfCharacter,
        budget,
      );
    }
    const list = BYTE_LISTS[kind - BYTES];
    if (list === undefined) return this.#findBase64(text, position, kind - BASE64, at, budget);
    const excerpt = list.isList ? this.#listExcerpt : this.#excerpt;
    return list.style.find(text, position, this.#allBytes(), this.#bytesBefore(excerpt) + at, budget);
  }

  #findText(text: string, position: number, at: number, budget: Budget): Span | undefined {
    const found = findWritten(text, position, this.#text, at, formsOfCharacter, budget);
    if (found === undefined || !this.#isShortNumber) return found;
    const isAlone = !/\d/.test(text.charAt(found.start - 1) + text.charAt(found.end));
    return isAlone ? found : undefined;
  }

  #findBase64(text: string, position: number, kind: number, at: number, budget: Budget): Span | undefined {
    // One of the three: these are the kinds between those of texts and byte lists.
    const place = placeInCore(at, kind as Alignment, this.#bytesBefore(this.#excerpt));
    this.#cores[place.alignment] ??= base64Core(this.#allBytes(), place.alignment);
    const core = this.#cores[place.alignment] ?? "";
    const found = findWritten(text, position, core, place.at, base64Letters, budget);
    return found && withNeighbours(text, found, this.#allBytes().length, place.alignment);
  }

  #allBytes(): Uint8Array {
    this.#bytes ??= encoder.encode(this.#text);
    return this.#bytes;
  }

  #bytesBefore({ index }: Excerpt): number {
    return this.#isBinary ? index : encoder.encode(this.#text.slice(0, index)).length;
  }
}

import {
  type Alignment,
  base64Core,
  base64Letters,
  base64Windows,
  placeInCore,
  withNeighbours,
} from "../forms/base64.js";
import { type ByteListStyle, decimalList, hexList, hexText } from "../forms/byte-list.js";
import { formsOfCharacter } from "../forms/character-forms.js";
import { Excerpts } from "../forms/excerpt.js";
import { type Budget, findWritten, type Span } from "../forms/written-text.js";
import { fragmentsOf } from "./secret-parts.js";
import { escapedAnchor, keyAt, plainAnchor } from "./window.js";
import type { AddWindow, WindowOwner } from "./window-table.js";

/** Digits alone are told apart from those of longer numbers, if they are fewer than these. */
const FEWEST_DIGITS = 6;
const BYTE_LISTS: readonly { readonly style: ByteListStyle; readonly isList: boolean }[] = [
  { style: hexText, isList: false },
  { style: hexList, isList: true },
  { style: decimalList, isList: true },
];
/** Of bytes that `util.inspect` prints it shows so many. */
const INSPECTED_BYTES = 50;

// What a window belongs to: the text, its base64 at one of three alignments, a byte list; from 8 on, a fragment.
const TEXT = 0;
const BASE64 = 1;
const BYTES = 4;
const FRAGMENT = 8;

const encoder = new TextEncoder();
const excerpts = new Excerpts();

/**
 * A secret value that texts are searched for, in all its forms. It keeps the value alone: thousands are held, and all else
 * is made when a window is found.
 */
export class SoughtSecret implements WindowOwner {
  readonly #text: string;
  readonly #isBinary: boolean;
  #bytes: Uint8Array | undefined;
  #fragments: readonly string[] | undefined;
  #cores: (string | undefined)[] | undefined;

  /** @param bytes of a secret that is no text; then the text has a character for each. */
  constructor(text: string, bytes?: Uint8Array) {
    this.#text = text;
    this.#bytes = bytes;
    this.#isBinary = bytes !== undefined;
  }

  /** The windows by which this secret is found. */
  windows(add: AddWindow): void {
    textWindows(this.#text, TEXT, add);
    const whole = this.#excerpt();
    base64Windows(whole, 0, BASE64, add);
    base64Windows(whole, 1, BASE64 + 1, add);
    base64Windows(whole, 2, BASE64 + 2, add);
    hexText.windows(whole, BYTES, add);
    const list = this.#listExcerpt();
    hexList.windows(list, BYTES + 1, add);
    decimalList.windows(list, BYTES + 2, add);
    const fragments = this.#allFragments();
    for (let index = 0; index < fragments.length; index++)
      textWindows(fragments[index] ?? "", FRAGMENT + index, add);
  }

  /** Where the secret stands in a text around a window that was found in it; undefined if it does not. */
  find(text: string, position: number, kind: number, at: number, budget: Budget): Span | undefined {
    if (kind === TEXT) return this.#findText(text, position, at, budget);
    if (kind >= FRAGMENT) {
      this.#fragments ??= this.#allFragments();
      const fragment = this.#fragments[kind - FRAGMENT] ?? "";
      return findWritten(text, position, fragment, at, formsOfCharacter, budget);
    }
    const list = BYTE_LISTS[kind - BYTES];
    if (list === undefined) return this.#findBase64(text, position, kind - BASE64, at, budget);
    if (list.style.mayHold?.(text, position, at) === false) return undefined;
    const excerpt = list.isList ? this.#listExcerpt() : this.#excerpt();
    if (list.style.mayStandAt?.(text, position, excerpt, at) === false) return undefined;
    const { index } = excerpt;
    return list.style.find(text, position, this.#allBytes(), this.#bytesBefore(index) + at, budget);
  }

  /** For base64 and hexadecimal in one piece. */
  #excerpt(): Excerpts {
    return excerpts.take(this.#text, Math.floor(this.#text.length * 0.8), this.#isBinary);
  }

  /** For lists, of which Node shows the beginning only. */
  #listExcerpt(): Excerpts {
    if (this.#text.length <= INSPECTED_BYTES) return this.#excerpt();
    return excerpts.take(this.#text, INSPECTED_BYTES >> 1, this.#isBinary);
  }

  #findText(text: string, position: number, at: number, budget: Budget): Span | undefined {
    const found = findWritten(text, position, this.#text, at, formsOfCharacter, budget);
    const isShortNumber = this.#text.length < FEWEST_DIGITS && /^\d+$/.test(this.#text);
    if (found === undefined || !isShortNumber) return found;
    const isAlone = !/\d/.test(text.charAt(found.start - 1) + text.charAt(found.end));
    return isAlone ? found : undefined;
  }

  #findBase64(text: string, position: number, kind: number, at: number, budget: Budget): Span | undefined {
    // One of the three: these are the kinds between those of texts and byte lists.
    const place = placeInCore(at, kind as Alignment, this.#bytesBefore(this.#excerpt().index));
    this.#cores ??= [];
    this.#cores[place.alignment] ??= base64Core(this.#allBytes(), place.alignment);
    const core = this.#cores[place.alignment] ?? "";
    const found = findWritten(text, position, core, place.at, base64Letters, budget);
    return found && withNeighbours(text, found, this.#allBytes().length, place.alignment);
  }

  #allFragments(): readonly string[] {
    return fragmentsOf(this.#text, this.#isBinary ? this.#bytes : undefined);
  }

  #allBytes(): Uint8Array {
    this.#bytes ??= encoder.encode(this.#text);
    return this.#bytes;
  }

  #bytesBefore(index: number): number {
    return this.#isBinary ? index : encoder.encode(this.#text.slice(0, index)).length;
  }
}

/** The windows of a text by itself. */
function textWindows(text: string, kind: number, add: AddWindow): void {
  const place = plainAnchor(text);
  if (place !== -1) add(keyAt(text, place), kind, place);
  else {
    const { at, keys } = escapedAnchor(text);
    for (const key of keys) add(key, kind, at);
  }
}

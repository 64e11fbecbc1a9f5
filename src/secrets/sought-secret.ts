import { type Alignment, base64Anchor, base64Core, base64Excerpt, base64Letters, withNeighbours } from "./base64.js";
import { decimalList, hexList, hexText, type ByteListStyle } from "./byte-list.js";
import { fragmentsOf } from "./secret-parts.js";
import { anchorOf, keyAt, WINDOW } from "./window.js";
import { anyWay, type Budget, findWritten, type Span } from "./written-text.js";

/** Takes a window: its key, and what is needed to check what stands around it. */
export type AddWindow = (key: number, detail: number) => void;

/** Digits alone are told apart from those of longer numbers, if they are fewer than these. */
const FEWEST_DIGITS = 6;
const BYTE_LISTS: readonly ByteListStyle[] = [hexText, hexList, decimalList];
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
  readonly #bytes: Uint8Array;
  readonly #fragments: readonly string[];
  readonly #cores: (string | undefined)[] = [];
  readonly #isShortNumber: boolean;

  /** @param bytes of a secret that is no text; then the text is what is printed of it. */
  constructor(text: string, bytes?: Uint8Array) {
    this.#text = text;
    this.#bytes = bytes ?? encoder.encode(text);
    this.#fragments = fragmentsOf(text, bytes);
    this.#isShortNumber = text.length < FEWEST_DIGITS && /^\d+$/.test(text);
  }

  /** The windows by which this secret is found. */
  windows(add: AddWindow): void {
    this.#textWindows(this.#text, TEXT, add);
    for (const alignment of ALIGNMENTS) {
      const { text, offset } = base64Excerpt(this.#bytes, alignment);
      if (text.length < WINDOW) continue;
      const { at, keys } = base64Anchor(text);
      for (const key of keys) add(key, BASE64 + alignment + (offset + at) * KINDS);
    }
    const near = Math.floor(Math.min(this.#bytes.length, INSPECTED_BYTES) * 0.8) - 1;
    for (const [index, style] of BYTE_LISTS.entries()) {
      const at = style.anchor(this.#bytes, near);
      if (at === -1) continue;
      for (const window of style.windows(this.#bytes, at)) add(keyAt(window, 0), BYTES + index + at * KINDS);
    }
    for (const [index, fragment] of this.#fragments.entries()) this.#textWindows(fragment, FRAGMENT + index, add);
  }

  #textWindows(text: string, kind: number, add: AddWindow): void {
    if (text.length < WINDOW) return;
    const { at, keys } = anchorOf(text);
    for (const key of keys) add(key, kind + at * KINDS);
  }

  /** Where the secret stands in a text around a window that was found in it; undefined if it does not. */
  find(text: string, position: number, detail: number, budget: Budget): Span | undefined {
    const kind = detail % KINDS;
    const at = Math.floor(detail / KINDS);
    if (kind === TEXT) return this.#findText(text, position, at, budget);
    if (kind >= FRAGMENT) {
      return findWritten(text, position, this.#fragments[kind - FRAGMENT] ?? "", at, anyWay, budget);
    }
    const style = BYTE_LISTS[kind - BYTES];
    if (style !== undefined) return style.find(text, position, this.#bytes, at, budget);
    // One of the three: the kinds end where byte lists begin.
    const alignment = (kind - BASE64) as Alignment;
    this.#cores[alignment] ??= base64Core(this.#bytes, alignment);
    const found = findWritten(text, position, this.#cores[alignment], at, base64Letters, budget);
    return found && withNeighbours(text, found, this.#bytes.length, alignment);
  }

  #findText(text: string, position: number, at: number, budget: Budget): Span | undefined {
    const found = findWritten(text, position, this.#text, at, anyWay, budget);
    if (found === undefined || !this.#isShortNumber) return found;
    const isAlone = !/\d/.test(text.charAt(found.start - 1) + text.charAt(found.end));
    return isAlone ? found : undefined;
  }
}


import { type Alignment, BYTE_FORMS, base64Core, findText, type SecretBytes } from "../forms/forms.js";
import { type AddWindow, Excerpts, textWindows } from "../forms/window.js";
import type { Budget, Span } from "../forms/written-text.js";
import { fragmentsOf } from "./secret-parts.js";
import type { WindowOwner } from "./window-table.js";

/** A number with fewer digits than this is sought only where no other digits stand beside it. */
const FEWEST_DIGITS = 6;
/** How many bytes of a list `util.inspect` shows. */
const INSPECTED_BYTES = 50;

// The kinds of windows: of the text, of each form in bytes, and then of each fragment.
const TEXT = 0;
const BYTES = 1;
const FRAGMENT: number = BYTES + BYTE_FORMS.length;

const encoder = new TextEncoder();
const excerpts = new Excerpts();

/**
 * A secret value that is sought in texts, in all its forms. It keeps only the value, because thousands are held. Everything
 * else is made when a window is found.
 */
export class SoughtSecret implements WindowOwner, SecretBytes {
  readonly #text: string;
  readonly #isBinary: boolean;
  #bytes: Uint8Array | undefined;
  #fragments: readonly string[] | undefined;
  #cores: (string | undefined)[] | undefined;

  /** @param bytes the bytes of a secret that is not text. Then the text has one character per byte. */
  constructor(text: string, bytes?: Uint8Array) {
    this.#text = text;
    this.#bytes = bytes;
    this.#isBinary = bytes !== undefined;
  }

  /** The windows by which this secret is found. */
  windows(add: AddWindow): void {
    textWindows(this.#text, TEXT, add);
    let isList = false;
    let excerpt = this.excerpt(isList);
    for (let index = 0; index < BYTE_FORMS.length; index++) {
      const form = BYTE_FORMS[index];
      if (form === undefined) continue;
      if (form.isList !== isList) {
        ({ isList } = form);
        excerpt = this.excerpt(isList);
      }
      form.windows(excerpt, BYTES + index, add);
    }
    const fragments = this.#allFragments();
    for (let index = 0; index < fragments.length; index++)
      textWindows(fragments[index] ?? "", FRAGMENT + index, add);
  }

  /** The part of a text around a window that is the whole secret. Undefined if it is not there. */
  find(text: string, position: number, kind: number, at: number, budget: Budget): Span | undefined {
    if (kind === TEXT) return this.#findText(text, position, at, budget);
    if (kind < FRAGMENT) return BYTE_FORMS[kind - BYTES]?.find(text, position, at, this, budget);
    this.#fragments ??= this.#allFragments();
    return findText(text, position, this.#fragments[kind - FRAGMENT] ?? "", at, budget);
  }

  #findText(text: string, position: number, at: number, budget: Budget): Span | undefined {
    const found = findText(text, position, this.#text, at, budget);
    const isShortNumber = this.#text.length < FEWEST_DIGITS && /^\d+$/.test(this.#text);
    if (found === undefined || !isShortNumber) return found;
    const isAlone = !/\d/.test(text.charAt(found.start - 1) + text.charAt(found.end));
    return isAlone ? found : undefined;
  }

  /** An excerpt near the end or, for lists, where Node shows it. */
  excerpt(isList: boolean): Excerpts {
    const isNearStart = isList && this.#text.length > INSPECTED_BYTES;
    const near = isNearStart ? INSPECTED_BYTES >> 1 : Math.floor(this.#text.length * 0.8);
    return excerpts.take(this.#text, near, this.#isBinary);
  }

  bytes(): Uint8Array {
    this.#bytes ??= encoder.encode(this.#text);
    return this.#bytes;
  }

  bytesBefore(index: number): number {
    return this.#isBinary ? index : encoder.encode(this.#text.slice(0, index)).length;
  }

  core(alignment: Alignment): string {
    this.#cores ??= [];
    this.#cores[alignment] ??= base64Core(this.bytes(), alignment);
    return this.#cores[alignment] ?? "";
  }

  #allFragments(): readonly string[] {
    return fragmentsOf(this.#text, this.#isBinary ? this.#bytes : undefined);
  }
}

import type { ByteRun } from "../forms/byte-runs.js";
import { type AddWindow, BESIDE, keyAt, WINDOW } from "../forms/window.js";
import type { Budget, Span } from "../forms/written-text.js";
import { fingerprintOf, type Keyed } from "./by-text.js";
import { forgetPlace, rarePlace } from "./rare-place.js";
import type { SoughtSecret } from "./sought-secret.js";
import type { WindowOwner } from "./window-table.js";

/** What is sought in lists of bytes. */
export interface SoughtBytes extends WindowOwner {
  /** The same object for each find of one secret. */
  readonly secret: object;
  /** The part of a text that lists the bytes around a window. Undefined if it does not. */
  find(run: ByteRun, position: number, at: number, budget: Budget): Span | undefined;
}

/** A secret that is sought as a whole, or up to the end of a list that is cut off. */
export class WholeBytes implements SoughtBytes {
  readonly secret: SoughtSecret;

  constructor(secret: SoughtSecret) {
    this.secret = secret;
  }

  windows(add: AddWindow): void {
    const { bytes, length, focus } = this.secret.excerpt();
    // The window's offset in the secret is found out when it is needed.
    bytesWindow(bytes, length, focus, 0, add);
  }

  find(run: ByteRun, position: number, _at: number, budget: Budget): Span | undefined {
    const first = position - this.secret.bytesBeforePlace();
    const bytes = this.secret.bytes();
    const end = first + bytes.length;
    if (first < 0 || (end > run.length && !run.isCut)) return undefined;
    return spanOf(run, first, Math.min(end, run.length), bytes, budget);
  }
}

/** So many bytes of a secret are enough in a list that is cut off. Node shows 50 of a Buffer. */
const BEGINNING = 24;

/**
 * The first bytes of a secret, sought in lists that are cut off. Secrets that begin alike share it, because tokens of one issuer
 * do. Whatever a list shows behind these bytes is replaced.
 */
export class Beginning implements SoughtBytes, Keyed {
  /** The bytes, one per character. */
  readonly value: string;
  readonly fingerprint: number;
  readonly secret: object = this;
  readonly #bytes: Uint8Array;
  /** How many bytes its longest secret may have. A longer list is not cut off inside of the secret. */
  #longest = 0;
  #place = 0;
  /** The number of its windows in the index. */
  windowsNumber = -1;
  /** How many secrets begin like this. */
  holders = 0;

  constructor(value: string) {
    this.value = value;
    this.fingerprint = fingerprintOf(value);
    // `Uint8Array.from` would go through an iterator, for each secret of each call.
    this.#bytes = new Uint8Array(value.length);
    for (let at = 0; at < value.length; at++) this.#bytes[at] = value.charCodeAt(at);
  }

  /** The first bytes of a secret, one per character; undefined if it is too short to be cut off. */
  static of(secret: SoughtSecret): string | undefined {
    return secret.beginning(BEGINNING);
  }

  hold(secret: SoughtSecret): void {
    this.holders++;
    this.#longest = Math.max(this.#longest, secret.mostBytes);
  }

  windows(add: AddWindow): void {
    this.#place = rarePlace(this.value);
    bytesWindow(this.#bytes, BEGINNING, this.#place, this.#place, add);
  }

  /** Takes back what {@link windows} has counted, when it is not sought any more. */
  forget(): void {
    forgetPlace(keyAt(this.value, this.#place));
  }

  find(run: ByteRun, position: number, at: number, budget: Budget): Span | undefined {
    const first = position - at;
    const isInside = run.isCut && first >= 0 && run.length - first < this.#longest;
    if (!isInside || spanOf(run, first, first + BEGINNING, this.#bytes, budget) === undefined)
      return undefined;
    return run.span(first, run.length);
  }
}

/** Adds the window of four bytes at a place, with the bytes beside it. */
function bytesWindow(bytes: Uint8Array, length: number, place: number, at: number, add: AddWindow): void {
  const key = keyOf(bytes, place);
  const after = place + WINDOW;
  // A list may be cut off after a window, but it begins with the secret.
  if (place >= WINDOW) add(key, 0, at, BESIDE.before, keyOf(bytes, place - WINDOW));
  else if (after + WINDOW <= length) add(key, 0, at, BESIDE.after, keyOf(bytes, after));
  else add(key, 0, at, BESIDE.none, 0);
}

function keyOf(bytes: Uint8Array, at: number): number {
  let key = 0;
  for (let index = at; index < at + WINDOW; index++) key = (key << 8) | (bytes[index] ?? 0);
  return key;
}

/** The part of a text that lists some bytes. Undefined if a list has others there. */
function spanOf(
  run: ByteRun,
  first: number,
  end: number,
  bytes: Uint8Array,
  budget: Budget,
): Span | undefined {
  budget.take(1 + ((end - first) >> 3));
  if (end > run.length) return undefined;
  for (let index = first; index < end; index++) {
    if (run.bytes[index] !== bytes[index - first]) return undefined;
  }
  return run.span(first, end);
}

import { type AddWindow, BESIDE, WINDOW } from "../forms/window.js";
import { MARKS_SHIFT, markOf, marksFor, secondBit, shiftFor } from "./window-filter.js";

/** Something that is sought in texts, and found by its windows. */
export interface WindowOwner {
  /** Names all windows. */
  windows(add: AddWindow): void;
}

/** Takes an owner, the kind of its window, the window's offset in the owner, and its offset in the text. */
export type Found<T> = (owner: T, kind: number, at: number, position: number) => void;

const NONE = -1;
const SMALLEST = 64;
const LARGEST = 2 ** 22;
/** So few removed windows are not worth a sweep. */
const FEWEST_DEAD = 256;
/** Slots to keep when all windows are removed: the next call brings new ones. */
const KEPT = 2 ** 12;
/** The arrays may have room for so many times the windows in use. More room is left over from a burst. */
const MOST_ROOM = 8;

/**
 * Finds the windows of all sought things in a text, in one pass. It is a hash table of window keys with a chain per slot, in
 * typed arrays. Adding and removing a window takes constant time and allocates nothing, so the garbage collector has no
 * work. A Bloom filter in front of the table is small enough for the caches.
 *
 * Removed windows stay in their chains until they are the majority, and then go in one sweep. To unlink each of them would
 * touch memory all over the table, which is in no cache by then, and take as long as its chain. Chains get long, because tokens of
 * one issuer begin alike. A sweep visits as many windows as there ever were at one time. So after a burst the arrays are
 * made smaller again: otherwise all later calls would pay for it.
 */
export class WindowTable<T extends WindowOwner> {
  #heads: Int32Array;
  /** The Bloom filter. */
  #marks: Int32Array;
  /** The number of bits by which the hash of a key is shifted to become a mark. */
  #shift: number;
  #keys = new Int32Array(SMALLEST);
  #next = new Int32Array(SMALLEST);
  /** The number of the window's owner (none if it is removed), and the owner's next window. */
  #ownedBy = new Int32Array(SMALLEST);
  #sibling = new Int32Array(SMALLEST);
  #kinds = new Uint8Array(SMALLEST);
  /** The offset in the owner and, in the last two bits, on which side units are compared; and their key. */
  #places = new Int32Array(SMALLEST);
  #besides = new Int32Array(SMALLEST);
  /** How many windows the arrays have ever held since they were empty. */
  #used = 0;
  #free = NONE;
  #size = 0;
  /** How many removed windows are still in their chains. */
  #dead = 0;
  /** By number: the owners, and the first window of each. */
  readonly #owners: (T | undefined)[] = [];
  #firsts: number[] = [];
  readonly #freeNumbers: number[] = [];
  #adding = NONE;
  /** False while windows are linked anew, and after the stack ended meanwhile. Then the next search links them first. */
  #isLinked = true;

  constructor() {
    this.#heads = new Int32Array(SMALLEST).fill(NONE);
    this.#marks = marksFor(SMALLEST);
    this.#shift = shiftFor(SMALLEST);
  }

  /** Whether there are no windows. */
  get isEmpty(): boolean {
    return this.#size === 0;
  }

  /** Adds all windows of an owner; its number is for {@link remove}. */
  add(owner: T): number {
    const number = this.#freeNumbers.pop() ?? this.#owners.length;
    this.#owners[number] = owner;
    this.#firsts[number] = NONE;
    this.#adding = number;
    try {
      owner.windows(this.#addWindow);
    } catch (error) {
      // The stack ended. Do not leave the owner half added.
      this.remove(number);
      throw error;
    }
    return number;
  }

  // One function for all owners, not one per owner.
  readonly #addWindow: AddWindow = (key, kind, at, side, beside) => {
    if (this.#size >= this.#heads.length && this.#heads.length < LARGEST) this.#sweep(this.#heads.length * 4);
    let window = this.#free;
    if (window === NONE) {
      window = this.#used;
      if (window === this.#keys.length) this.#enlarge();
      this.#used++;
    } else this.#free = valueAt(this.#next, window);
    const number = this.#adding;
    this.#keys[window] = key;
    this.#kinds[window] = kind;
    this.#places[window] = (at << 2) | side;
    this.#besides[window] = beside;
    // No owner yet: the stack may end before the window is linked.
    this.#ownedBy[window] = NONE;
    this.#link(window, key);
    this.#ownedBy[window] = number;
    this.#sibling[window] = this.#firsts[number] ?? NONE;
    this.#firsts[number] = window;
    this.#size++;
  };

  /** Removes an owner with all windows. */
  remove(number: number): void {
    let window = this.#firsts[number] ?? NONE;
    while (window !== NONE) {
      this.#ownedBy[window] = NONE;
      this.#size--;
      this.#dead++;
      window = valueAt(this.#sibling, window);
    }
    this.#owners[number] = undefined;
    this.#firsts[number] = NONE;
    this.#freeNumbers.push(number);
    if (this.#freeNumbers.length === this.#owners.length) this.#clear();
    else if (this.#dead > this.#size + FEWEST_DEAD) this.#tidy();
  }

  /** Gives back memory when no windows are left. */
  #clear(): void {
    this.#owners.length = 0;
    this.#firsts.length = 0;
    this.#freeNumbers.length = 0;
    if (this.#heads.length > KEPT) this.#compact();
    else if (this.#dead > FEWEST_DEAD) this.#sweep(this.#heads.length);
  }

  #tidy(): void {
    if (this.#used > MOST_ROOM * (this.#size + FEWEST_DEAD)) this.#compact();
    else this.#sweep(this.#heads.length);
  }

  /** Moves all windows, owner by owner, into arrays that are as short as possible. */
  #compact(): void {
    const length = roomFor(this.#size);
    const keys = new Int32Array(length);
    const next = new Int32Array(length);
    const ownedBy = new Int32Array(length);
    const sibling = new Int32Array(length);
    const kinds = new Uint8Array(length);
    const places = new Int32Array(length);
    const besides = new Int32Array(length);
    let used = 0;
    const firsts = this.#firsts.map((first, number) => {
      let last = NONE;
      for (let window = first; window !== NONE; window = valueAt(this.#sibling, window)) {
        keys[used] = valueAt(this.#keys, window);
        kinds[used] = this.#kinds[window] ?? 0;
        places[used] = valueAt(this.#places, window);
        besides[used] = valueAt(this.#besides, window);
        ownedBy[used] = number;
        sibling[used] = last;
        last = used++;
      }
      return last;
    });
    // Mark the chains as outdated before the next call: a call may end the stack.
    this.#isLinked = false;
    this.#firsts = firsts;
    this.#keys = keys;
    this.#ownedBy = ownedBy;
    this.#sibling = sibling;
    this.#kinds = kinds;
    this.#places = places;
    this.#besides = besides;
    this.#next = next;
    this.#used = used;
    this.#free = NONE;
    this.#sweep(Math.min(length, LARGEST));
  }

  /**
   * Calls back for every window in a text, with the offset at which it begins.
   *
   * @param units of the text, each folded to a byte. There may be more of them.
   * @param length of the text.
   */
  scan(units: Uint8Array, length: number, found: Found<T>): void {
    if (!this.#isLinked) this.#sweep(this.#heads.length);
    const marks = this.#marks;
    const shift = this.#shift;
    let key = 0;
    for (let index = 0; index < length; index++) {
      key = (key << 8) | (units[index] ?? 0);
      const mark = markOf(key, shift);
      const word = valueAt(marks, mark >>> 5);
      // Most windows end at the first bit.
      if (((word >>> (mark & 31)) & 1) === 0 || (word & secondBit(key)) === 0 || index < WINDOW - 1) continue;
      let window = valueAt(this.#heads, mark >>> MARKS_SHIFT);
      for (; window !== NONE; window = valueAt(this.#next, window)) {
        if (this.#keys[window] !== key) continue;
        const number = valueAt(this.#ownedBy, window);
        const owner = number === NONE ? undefined : this.#owners[number];
        if (owner === undefined || !this.#standsBeside(window, units, length, index)) continue;
        found(owner, this.#kinds[window] ?? 0, valueAt(this.#places, window) >> 2, index - WINDOW + 1);
      }
    }
  }

  /** Whether the units beside a window are in the text, too. @param last the offset of the window's last unit. */
  #standsBeside(window: number, units: Uint8Array, length: number, last: number): boolean {
    const side = valueAt(this.#places, window) & 3;
    if (side === BESIDE.none) return true;
    const end = side === BESIDE.after ? last + WINDOW : last - WINDOW;
    if (end >= length || end < WINDOW - 1) return false;
    const key =
      ((units[end - 3] ?? 0) << 24) |
      ((units[end - 2] ?? 0) << 16) |
      ((units[end - 1] ?? 0) << 8) |
      (units[end] ?? 0);
    return this.#besides[window] === key;
  }

  /** Quick check: whether there may be a window with a key. */
  readonly mayHave = (key: number): boolean => {
    if (!this.#isLinked) return true;
    const mark = markOf(key, this.#shift);
    const word = valueAt(this.#marks, mark >>> 5);
    return ((word >>> (mark & 31)) & 1) !== 0 && (word & secondBit(key)) !== 0;
  };

  #link(window: number, key: number): void {
    const mark = markOf(key, this.#shift);
    const slot = mark >>> MARKS_SHIFT;
    this.#next[window] = valueAt(this.#heads, slot);
    this.#heads[slot] = window;
    const word = mark >>> 5;
    this.#marks[word] = valueAt(this.#marks, word) | (1 << (mark & 31)) | secondBit(key);
  }

  #enlarge(): void {
    const length = this.#keys.length * 2;
    this.#keys = enlarged(this.#keys, length);
    this.#next = enlarged(this.#next, length);
    this.#ownedBy = enlarged(this.#ownedBy, length);
    this.#sibling = enlarged(this.#sibling, length);
    this.#places = enlarged(this.#places, length);
    this.#besides = enlarged(this.#besides, length);
    const kinds = new Uint8Array(length);
    kinds.set(this.#kinds);
    this.#kinds = kinds;
  }

  /** Links all windows anew over the given number of slots, and frees the removed windows. */
  #sweep(slots: number): void {
    const isKept = this.#isLinked && slots === this.#heads.length;
    this.#isLinked = false;
    if (isKept) {
      this.#heads.fill(NONE);
      this.#marks.fill(0);
    } else {
      this.#heads = new Int32Array(slots).fill(NONE);
      this.#marks = marksFor(slots);
      this.#shift = shiftFor(slots);
    }
    this.#free = NONE;
    this.#dead = 0;
    for (let window = this.#used - 1; window >= 0; window--) {
      if (this.#ownedBy[window] !== NONE) this.#link(window, valueAt(this.#keys, window));
      else {
        this.#next[window] = this.#free;
        this.#free = window;
      }
    }
    this.#isLinked = true;
  }
}

function valueAt(array: Int32Array, index: number): number {
  return array[index] ?? NONE;
}

/** The length of arrays with room for twice the given number of windows. */
function roomFor(windows: number): number {
  let length = SMALLEST;
  while (length < 2 * windows) length *= 2;
  return length;
}

function enlarged(array: Int32Array, length: number): Int32Array<ArrayBuffer> {
  const copy = new Int32Array(length);
  copy.set(array);
  return copy;
}

import type { Progress, ScrubbedValue } from "./scrubbed-value.js";
import { suspended } from "./scrubbed-value.js";
import type { TextWindow } from "./text-window.js";

/** A value whose length is known: the text that tells it was read already. */
export class KnownValue implements ScrubbedValue {
  #left: number;

  /** @param length how many bytes it has. */
  constructor(length: number) {
    this.#left = length;
  }

  read(window: TextWindow, start: number): Progress {
    const end = Math.min(start + this.#left, window.text.length);
    this.#left -= end - start;
    return this.#left > 0 ? suspended(window, end) : { end, state: "closed" };
  }
}

/** A value that consists of some characters only: up to the first other one. It may be longer than any window. */
export class RunValue implements ScrubbedValue {
  readonly #run: RegExp;

  /** @param run a sticky pattern of any number of the characters. */
  constructor(run: RegExp) {
    this.#run = run;
  }

  read(window: TextWindow, start: number): Progress {
    this.#run.lastIndex = start;
    this.#run.test(window.text);
    const end = this.#run.lastIndex;
    window.at(end); // to wait for more of it
    return window.isStarved ? suspended(window, end) : { end, state: "closed" };
  }
}

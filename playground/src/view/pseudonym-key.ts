import { byId } from "./elements.js";

/** What a key of pseudonyms needs at least, in bytes of UTF-8. */
const FEWEST_BYTES = 32;

/**
 * The key of pseudonyms: one that the reader types, or a random one. It stays in the field. No link and no storage gets it, so another
 * reader of a link sees other pseudonyms.
 */
export class PseudonymKeyInput {
  readonly #row = byId("pseudonym-row", HTMLElement);
  readonly #input = byId("pseudonym-key", HTMLInputElement);
  readonly #problem = byId("pseudonym-problem", HTMLElement);
  /** The last key that was long enough. */
  #key: string;

  constructor(onChange: () => void) {
    this.#key = randomKey();
    this.#input.value = this.#key;
    this.#input.addEventListener("input", () => {
      const isLongEnough = new TextEncoder().encode(this.#input.value).length >= FEWEST_BYTES;
      this.#problem.textContent = isLongEnough
        ? ""
        : `A key has at least ${FEWEST_BYTES} bytes. The last one is used.`;
      if (!isLongEnough) return;
      this.#key = this.#input.value;
      onChange();
    });
    byId("pseudonym-random", HTMLButtonElement).addEventListener("click", () => {
      this.#key = randomKey();
      this.#input.value = this.#key;
      this.#problem.textContent = "";
      onChange();
    });
  }

  get key(): string {
    return this.#key;
  }

  /** Shows the field only while a class is shown by pseudonyms. */
  show(isUsed: boolean): void {
    this.#row.hidden = !isUsed;
  }
}

function randomKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(FEWEST_BYTES / 2));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

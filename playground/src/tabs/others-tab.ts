import type { Evaluation } from "../evaluate.js";
import { leakTree } from "../leaks/leak-tree.js";
import { messageTree } from "../leaks/message-tree.js";
import { pinoTree, USUAL_PATHS } from "../leaks/pino-paths.js";
import { inspectPieces, jsonPieces, type Piece } from "../leaks/shown-text.js";
import { byId } from "../view/elements.js";
import { leakCount, showPieces } from "../view/pieces.js";

/** Shows what other printers show of the message, and what leaks. */
export class OthersTab {
  readonly #printer = byId("other", HTMLSelectElement);
  readonly #paths = byId("paths", HTMLInputElement);
  readonly #pathsRow = byId("paths-row", HTMLElement);
  readonly #summary = byId("other-summary", HTMLElement);
  readonly #text = byId("other-text", HTMLElement);
  #evaluation: Evaluation | undefined;

  constructor() {
    this.#paths.value = USUAL_PATHS;
    this.#printer.addEventListener("change", () => this.#update());
    this.#paths.addEventListener("input", () => this.#update());
  }

  /** The paths that the reader wrote. */
  get paths(): string {
    return this.#paths.value;
  }

  show(evaluation: Evaluation | undefined): void {
    this.#evaluation = evaluation;
    this.#update();
  }

  #update(): void {
    const isPino = this.#printer.value === "pino";
    this.#pathsRow.hidden = !isPino;
    this.#text.replaceChildren();
    this.#summary.textContent = "";
    if (this.#evaluation === undefined) return;
    if (this.#evaluation.plain === undefined) {
      this.#summary.textContent = "It throws an error: the type of an Any is not known.";
      return;
    }
    try {
      const pieces = this.#pieces(this.#evaluation);
      showPieces(this.#text, pieces);
      const leaks = leakCount(pieces);
      this.#summary.textContent =
        leaks === 0
          ? "Nothing leaks that the policy hides."
          : `${leaks} ${leaks === 1 ? "value leaks" : "values leak"}, marked in red.`;
    } catch (error) {
      this.#summary.textContent = error instanceof Error ? error.message : String(error);
    }
  }

  #pieces({ type, message, plain, sanitized }: Evaluation): readonly Piece[] {
    if (this.#printer.value === "console") return inspectPieces(messageTree(type, message, plain, sanitized));
    if (this.#printer.value === "pino") return jsonPieces(pinoTree(plain, sanitized, this.#paths.value));
    return jsonPieces(leakTree(plain, sanitized));
  }
}

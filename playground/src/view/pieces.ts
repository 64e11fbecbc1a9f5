import type { Piece } from "../leaks/shown-text.js";
import { element } from "./elements.js";

/** Shows a text with its secrets marked. Readers of screens hear the mark, too. */
export function showPieces(holder: HTMLElement, pieces: readonly Piece[]): void {
  holder.replaceChildren(
    ...pieces.map(({ text, isLeak }) =>
      isLeak ? element("mark", { class: "leak", title: "leaks" }, text) : text,
    ),
  );
}

/** How many secrets are in a text. */
export function leakCount(pieces: readonly Piece[]): number {
  return pieces.filter(({ isLeak }) => isLeak).length;
}

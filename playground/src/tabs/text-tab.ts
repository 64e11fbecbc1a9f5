import type { Evaluation } from "../evaluate.js";
import { findHits, type TextPart } from "../leaks/hits.js";
import { leaksIn, leakTree } from "../leaks/leak-tree.js";
import { sampleLines } from "../leaks/sample-lines.js";
import type { KnownSecret } from "../leaks/written-form.js";
import { byId, element } from "../view/elements.js";

/** Searches the secrets of the message in pasted log lines. */
export class TextTab {
  readonly #input = byId("free-text", HTMLTextAreaElement);
  readonly #summary = byId("text-summary", HTMLElement);
  readonly #hits = byId("text-hits", HTMLElement);
  readonly #list = byId("hit-list", HTMLElement);
  readonly #scrubbed = byId("text-scrubbed", HTMLElement);
  #evaluation: Evaluation | undefined;

  constructor() {
    this.#input.addEventListener("input", () => this.#update());
    byId("sample-lines", HTMLButtonElement).addEventListener("click", () => {
      if (this.#evaluation === undefined) return;
      this.#input.value = sampleLines(secretsIn(this.#evaluation));
      this.#update();
    });
  }

  show(evaluation: Evaluation | undefined): void {
    this.#evaluation = evaluation;
    this.#update();
  }

  #update(): void {
    const text = this.#input.value;
    for (const shown of [this.#hits, this.#list, this.#scrubbed]) shown.replaceChildren();
    this.#summary.textContent = "";
    if (this.#evaluation === undefined) return;
    const { sanitizers, type, message } = this.#evaluation;
    const scope = sanitizers.chosen.secretsOf(type, message);
    if (text === "") {
      this.#summary.textContent = `${scope.size} secret values are sought.`;
      return;
    }
    const parts = findHits(text, [scope, sanitizers.chosen.lines], secretsIn(this.#evaluation));
    const hits = parts.filter((part) => part.hit !== undefined);
    this.#summary.textContent = `${scope.size} secret values are sought. Found: ${hits.length}.`;
    this.#hits.replaceChildren(...parts.map(shownPart));
    this.#list.replaceChildren(...hits.map(listedHit));
    this.#scrubbed.textContent = sanitizers.chosen.lines.scrub(scope.scrub(text));
  }
}

/** The hidden values of a message, and where they are. */
function secretsIn({ plain, sanitized }: Evaluation): readonly KnownSecret[] {
  if (plain === undefined) return [];
  return leaksIn(leakTree(plain, sanitized)).map(({ path, value }) => ({ path, text: String(value) }));
}

function shownPart({ text, hit }: TextPart): Node | string {
  return hit === undefined ? text : element("mark", { class: "leak", title: hit.form }, text);
}

function listedHit({ hit }: TextPart): HTMLElement {
  return element(
    "li",
    {},
    element("code", {}, hit?.path ?? "no field of the message"),
    `, ${hit?.form ?? ""}`,
  );
}

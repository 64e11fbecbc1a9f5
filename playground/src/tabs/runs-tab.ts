import type { DescMessage } from "@bufbuild/protobuf";
import type { SanitizerFormat } from "protosanitizer";
import type { PolicyState } from "../policy/policy-state.js";
import type { Schema } from "../schema/schema.js";
import { type Counterexample, compareTwoRuns, PAIRS, type Printer } from "../two-runs.js";
import { byId, element } from "../view/elements.js";

/** What is compared when the reader asks for it. */
export interface RunsContext {
  readonly type: DescMessage;
  readonly schema: Schema;
  readonly policy: PolicyState;
  readonly format: SanitizerFormat;
  readonly paths: string;
  readonly seed: number;
}

const PRINTERS: readonly Printer[] = ["protosanitizer", "toJsonString", "pino paths"];

/** Compares two runs. */
export class RunsTab {
  readonly #printer = byId("printer", HTMLSelectElement);
  readonly #run = byId("run", HTMLButtonElement);
  readonly #result = byId("runs-result", HTMLElement);
  readonly #counterexample = byId("counterexample", HTMLElement);
  /** Counts changes of what is compared: a comparison of something older stops. */
  #generation = 0;

  /** @param context what is compared now. Undefined if there is nothing. */
  constructor(context: () => RunsContext | undefined) {
    this.#run.addEventListener("click", () => void this.#compare(context()));
    this.#printer.addEventListener("change", () => this.reset());
  }

  /** Forgets the last result: it was about something else. */
  reset(): void {
    this.#generation += 1;
    this.#result.textContent = "";
    this.#counterexample.replaceChildren();
  }

  async #compare(context: RunsContext | undefined): Promise<void> {
    this.reset();
    if (context === undefined) {
      this.#result.textContent = "There is nothing to compare: types or policy have a problem.";
      return;
    }
    const generation = this.#generation;
    const isStopped = (): boolean => generation !== this.#generation;
    const { type, schema, policy, format, paths, seed } = context;
    const printer = PRINTERS.find((name) => name === this.#printer.value) ?? "protosanitizer";
    try {
      const found = await compareTwoRuns(
        { type, registry: schema.registry, policy, format, printer, paths, seed },
        (pairs) => {
          if (!isStopped()) this.#result.textContent = `${pairs} of ${PAIRS} pairs`;
        },
        isStopped,
      );
      if (isStopped()) return;
      if (found === undefined)
        this.#result.textContent = `${PAIRS.toLocaleString("en")} pairs, 0 differences.`;
      else this.#show(found);
    } catch (error) {
      this.#result.textContent = error instanceof Error ? error.message : String(error);
    }
  }

  #show({ left, right, pairs }: Counterexample): void {
    this.#result.textContent = `A difference after ${pairs} ${pairs === 1 ? "pair" : "pairs"}: the secret shows. The smallest pair found:`;
    const start = commonLength(left, right, (text, at) => text[at]);
    const end = commonLength(left.slice(start), right.slice(start), (text, at) => text.at(-1 - at));
    const shown = (name: string, text: string): HTMLElement =>
      element(
        "pre",
        { class: "code wrap", role: "region", tabindex: "0", "aria-label": name },
        text.slice(0, start),
        element("mark", { class: "leak" }, text.slice(start, text.length - end)),
        text.slice(text.length - end),
      );
    this.#counterexample.replaceChildren(shown("First run", left), shown("Second run", right));
  }
}

/** How many characters of two texts are the same, counted by a function that finds the next one. */
function commonLength(
  left: string,
  right: string,
  at: (text: string, index: number) => string | undefined,
): number {
  const limit = Math.min(left.length, right.length);
  let count = 0;
  while (count < limit && at(left, count) === at(right, count)) count += 1;
  return count;
}

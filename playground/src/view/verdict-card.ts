import { ScalarType } from "@bufbuild/protobuf";
import type { ExplainedField } from "protosanitizer";
import type { Evaluation } from "../evaluate.js";
import { addSecretKey, classify, declareOpen, declassify, type PolicyState } from "../policy/policy-state.js";
import { isPattern } from "../policy/read-policy-state.js";
import type { Schema } from "../schema/schema.js";
import { button, element } from "./elements.js";
import type { ShownName } from "./field-view.js";

/** What the card needs of the page. */
export interface CardContext {
  readonly evaluation: Evaluation;
  readonly schema: Schema;
  readonly policy: PolicyState;
}

/** What happens in the card. */
export interface CardEvents {
  /** The policy is another one now. */
  onPolicy(policy: PolicyState): void;
  /** The reader wants to see a line of the pasted text, from 1. */
  onLine(line: number): void;
  /** The reader is done. */
  onClosed(name: ShownName): void;
}

/** Says why a field is shown or hidden, and offers to classify it. */
export class VerdictCard {
  readonly #holder: HTMLElement;
  readonly #events: CardEvents;
  #chosen: ShownName | undefined;

  constructor(holder: HTMLElement, events: CardEvents) {
    this.#holder = holder;
    this.#events = events;
    holder.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || this.#chosen === undefined) return;
      const name = this.#chosen;
      this.#chosen = undefined;
      this.#events.onClosed(name);
    });
  }

  /** Shows the verdict while nothing is being classified. */
  point(name: ShownName, context: CardContext): void {
    if (this.#chosen === undefined || !this.#holder.contains(document.activeElement)) {
      this.#chosen = undefined;
      this.#show(name, context, []);
    }
  }

  /** Shows the verdict and what can be done, and moves the focus there. */
  choose(name: ShownName, context: CardContext): void {
    this.#chosen = name;
    this.#show(name, context, this.#actions(name, context));
    // The first action, or the line of the declaration if there is none.
    (this.#holder.querySelector<HTMLElement>(".row button") ?? this.#holder.querySelector("button"))?.focus();
  }

  /** Shows that no field is chosen. */
  clear(): void {
    this.#chosen = undefined;
    this.#holder.replaceChildren(element("p", { class: "hint" }, "No field is chosen."));
  }

  #show(name: ShownName, { evaluation, schema }: CardContext, actions: readonly HTMLElement[]): void {
    const fullName = fullNameOf(name);
    const { verdict, suspect } = evaluation.about(name.field);
    const line = schema.lines.get(fullName);
    const rows: [string, string | Node][] = [
      ["Field", fullName],
      ...(name.entryKey === undefined ? [] : [["Key", name.entryKey] satisfies [string, string]]),
      ["Type", verdict?.type ?? name.field.toString()],
      ["Verdict", verdictText(name, verdict)],
      ["Rule", verdict?.rule || "no rule names it"],
    ];
    if (suspect !== undefined) rows.push(["Suspect", `${suspect.severity}: ${suspect.reason}`]);
    if (line !== undefined)
      rows.push(["Declared", this.#lineLink(line.file, line.line, line.pastedLine, line.text)]);
    this.#holder.replaceChildren(
      element(
        "dl",
        {},
        ...rows.flatMap(([term, text]) => [element("dt", {}, term), element("dd", {}, text)]),
      ),
      ...(actions.length === 0 ? [] : [element("div", { class: "row" }, ...actions)]),
    );
  }

  #lineLink(file: string, line: number, pastedLine: number | undefined, text: string | undefined): Node {
    const place = `${file}:${line}`;
    const shown = document.createDocumentFragment();
    if (pastedLine === undefined) shown.append(place);
    else shown.append(button(place, () => this.#events.onLine(pastedLine)));
    if (text !== undefined) shown.append(" ", element("code", {}, text));
    return shown;
  }

  #actions(name: ShownName, { policy, evaluation }: CardContext): readonly HTMLElement[] {
    const field = fullNameOf(name);
    const change = (text: string, make: () => PolicyState): HTMLElement =>
      button(text, () => {
        this.#chosen = undefined;
        this.#events.onPolicy(make());
        this.#events.onClosed(name);
      });
    const actions: HTMLElement[] = [];
    const { verdict } = evaluation.about(name.field);
    if (name.entryKey !== undefined && !name.isHidden) {
      const { entryKey } = name;
      actions.push(
        change("Values under this key are secret", () => addSecretKey(policy, { field, key: entryKey })),
      );
      const pattern = lastWord(entryKey);
      if (pattern !== undefined)
        actions.push(
          change(`Keys like /${pattern}/i are secret`, () => addSecretKey(policy, { field, pattern })),
        );
    }
    if (verdict?.verdict !== "secret" || verdict.class !== undefined) {
      const words = name.field.fieldKind === "map" ? "The whole map is" : "It is";
      actions.push(change(`${words} secret`, () => classify(policy, field, "secret")));
      actions.push(change(`${words} personal data (pii)`, () => classify(policy, field, "pii")));
    }
    const isListed = policy.open.includes(field);
    const isNamed = [...policy.fields, ...policy.mapKeys, ...policy.json].some(
      (rule) => rule.field === field,
    );
    if (isNamed || isListed) actions.push(change("Drop its rules", () => declassify(policy, field)));
    if (!isListed && (verdict?.verdict === "open" || verdict?.rule === "unlisted"))
      actions.push(change("It is harmless", () => declareOpen(policy, field)));
    // Last, because the focus goes to the first button.
    if (mayHoldJson(name)) actions.push(this.#jsonKey(name, policy));
    if (actions.length === 0)
      actions.push(
        element("p", { class: "note" }, "An option or a policy makes it secret. No other rule can show it."),
      );
    return actions;
  }

  /** Takes the key of the JSON in a field, or a pattern between slashes. */
  #jsonKey(name: ShownName, policy: PolicyState): HTMLElement {
    const field = fullNameOf(name);
    const input = element("input", { spellcheck: "false", autocomplete: "off", size: "14" });
    const form = element(
      "form",
      { class: "row" },
      element("label", {}, "Secret key of the JSON in it ", input),
      element("button", { type: "submit" }, "Add"),
    );
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const text = input.value.trim();
      if (text === "") return;
      const pattern = /^\/(.+)\/i?$/.exec(text)?.[1];
      const rule = pattern !== undefined && isPattern(pattern) ? { field, pattern } : { field, key: text };
      this.#chosen = undefined;
      this.#events.onPolicy(addSecretKey(policy, rule, "json"));
      this.#events.onClosed(name);
    });
    return form;
  }
}

/** Whether JSON can stand in a field: in a string, in bytes, or in a list of them. */
function mayHoldJson({ field, entryKey, isHidden }: ShownName): boolean {
  if (entryKey !== undefined || isHidden || field.fieldKind === "map") return false;
  return field.scalar === ScalarType.STRING || field.scalar === ScalarType.BYTES;
}

function fullNameOf({ field }: ShownName): string {
  return `${field.parent.typeName}.${field.name}`;
}

function verdictText(name: ShownName, verdict: ExplainedField | undefined): string {
  if (verdict === undefined) return "unknown";
  const what = verdict.verdict === "keyed" ? `each entry is judged by its key` : verdict.verdict;
  const here =
    name.entryKey === undefined ? "" : name.isHidden ? "; this entry is hidden" : "; this entry is shown";
  const action = verdict.class === undefined ? "" : `, class ${verdict.class}: ${verdict.action ?? "strip"}`;
  return `${what}${here}${action}`;
}

/** The last word of a key, as a pattern for keys that end like it: `token$`. */
function lastWord(key: string): string | undefined {
  const word = /([a-z]+|[A-Z][a-z]*)$/.exec(key)?.[1]?.toLowerCase();
  const pattern = word === undefined || word.length < 3 ? undefined : `${word}$`;
  return pattern !== undefined && isPattern(pattern) ? pattern : undefined;
}

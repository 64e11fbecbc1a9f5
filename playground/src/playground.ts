import type { DescMessage } from "@bufbuild/protobuf";
import { type Evaluation, evaluate, type Sanitizers, sanitizersFor } from "./evaluate.js";
import { EXAMPLE_MESSAGE, EXAMPLE_PROTO, EXAMPLE_TYPE } from "./example.js";
import { fragmentOf, type LinkState, readFragment } from "./link-state.js";
import { randomMessage } from "./message/random-message.js";
import { type MessageForm, readMessage } from "./message/read-message.js";
import { EMPTY_POLICY, type PolicyState, ruleCount, usesPseudonyms } from "./policy/policy-state.js";
import { policyAsTypeScript } from "./policy/policy-text.js";
import { policyAsYaml } from "./policy/policy-yaml.js";
import { ProtoError } from "./schema/parsed-file.js";
import { type Schema, schemaOfBytes, schemaOfText } from "./schema/schema.js";
import { OthersTab } from "./tabs/others-tab.js";
import { type RunsContext, RunsTab } from "./tabs/runs-tab.js";
import { TextTab } from "./tabs/text-tab.js";
import { copyText } from "./view/copy-text.js";
import { byId, element } from "./view/elements.js";
import { FieldView } from "./view/field-view.js";
import { openFiles } from "./view/open-files.js";
import { PseudonymKeyInput } from "./view/pseudonym-key.js";
import { RulesPanel } from "./view/rules-panel.js";
import { selectLine } from "./view/select-line.js";
import { type CardContext, VerdictCard } from "./view/verdict-card.js";

/** Milliseconds without typing until a text is read. */
const PAUSE = 150;

/** The page: what is written in it, and what follows from that. */
export class Playground {
  readonly #proto = byId("proto", HTMLTextAreaElement);
  readonly #type = byId("type", HTMLSelectElement);
  readonly #form = byId("form", HTMLSelectElement);
  readonly #message = byId("message", HTMLTextAreaElement);
  readonly #seed = byId("seed", HTMLInputElement);
  readonly #format = byId("format", HTMLSelectElement);
  readonly #audience = byId("audience", HTMLSelectElement);
  readonly #pseudonyms = new PseudonymKeyInput(() => this.#update());
  readonly #clearSet = byId("clear-set", HTMLButtonElement);
  readonly #policyForm = byId("policy-form", HTMLSelectElement);
  readonly #others = new OthersTab();
  readonly #text = new TextTab();
  readonly #runs = new RunsTab(() => this.#runsContext());
  readonly #rules = new RulesPanel(byId("rules", HTMLElement), (policy) => this.#setPolicy(policy));
  readonly #fields = new FieldView(byId("fields", HTMLElement), {
    onPointed: (name) => this.#withContext((context) => this.#card.point(name, context)),
    onChosen: (name) => this.#withContext((context) => this.#card.choose(name, context)),
  });
  readonly #card = new VerdictCard(byId("verdict", HTMLElement), {
    onPolicy: (policy) => this.#setPolicy(policy),
    onLine: (line) => selectLine(this.#proto, line),
    onClosed: (name) => this.#fields.focusOn(name),
  });

  #policy: PolicyState = EMPTY_POLICY;
  #descriptorSet: Uint8Array | undefined;
  #schema: Schema | undefined;
  #sanitizers: Sanitizers | undefined;
  #evaluation: Evaluation | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** Counts the links that were made, so that an older one does not replace a newer one. */
  #links = 0;

  /** Shows what the link says, or the example. */
  async start(): Promise<void> {
    this.#listen();
    const linked = await readFragment(location.hash.slice(1));
    this.#proto.value = linked?.proto ?? EXAMPLE_PROTO;
    this.#policy = linked?.policy ?? EMPTY_POLICY;
    this.#format.value = linked?.format ?? "go";
    this.#readSchema(linked?.type ?? EXAMPLE_TYPE);
    // A link has no message. That of the example fits only the example.
    if (this.#proto.value === EXAMPLE_PROTO && this.#type.value === EXAMPLE_TYPE)
      this.#message.value = EXAMPLE_MESSAGE;
    else this.#makeRandom();
    this.#update();
    document.querySelector("main")?.classList.remove("loading");
  }

  #listen(): void {
    const later = (change: () => void) => (): void => {
      clearTimeout(this.#timer);
      this.#timer = setTimeout(change, PAUSE);
    };
    this.#proto.addEventListener(
      "input",
      later(() => this.#schemaChanged()),
    );
    this.#message.addEventListener(
      "input",
      later(() => this.#update()),
    );
    this.#form.addEventListener("change", () => this.#update());
    this.#format.addEventListener("change", () => this.#update());
    this.#audience.addEventListener("change", () => this.#update());
    this.#policyForm.addEventListener("change", () => this.#showPolicy());
    this.#type.addEventListener("change", () => {
      this.#makeRandom();
      this.#update();
    });
    byId("random", HTMLButtonElement).addEventListener("click", () => {
      this.#makeRandom();
      this.#seed.value = String((this.#seedNumber() + 1) % 2 ** 32);
      this.#update();
    });
    byId("copy-policy", HTMLButtonElement).addEventListener("click", () => {
      void copyText(byId("policy-text", HTMLElement)).then((isCopied) => {
        byId("copied", HTMLElement).textContent = isCopied ? "Copied." : "Selected: press Ctrl+C.";
      });
    });
    this.#clearSet.addEventListener("click", () => {
      this.#descriptorSet = undefined;
      this.#schemaChanged();
      this.#proto.focus();
    });
    openFiles(byId("schema-file", HTMLInputElement), document.body, {
      onProto: (text) => {
        this.#descriptorSet = undefined;
        this.#proto.value = text;
        this.#schemaChanged();
      },
      onDescriptorSet: (bytes) => {
        this.#descriptorSet = bytes;
        this.#schemaChanged();
      },
    });
  }

  #schemaChanged(): void {
    const before = this.#type.value;
    this.#readSchema(before);
    // The old message may not fit another type.
    if (this.#type.value !== before) this.#makeRandom();
    this.#update();
  }

  /** @param preferred full name of the type to choose, if there is one. */
  #readSchema(preferred: string): void {
    const problem = byId("schema-problem", HTMLElement);
    const note = byId("schema-note", HTMLElement);
    this.#clearSet.hidden = this.#descriptorSet === undefined;
    this.#proto.disabled = this.#descriptorSet !== undefined;
    note.textContent = "";
    problem.textContent = "";
    try {
      this.#schema =
        this.#descriptorSet === undefined
          ? schemaOfText(this.#proto.value)
          : schemaOfBytes(this.#descriptorSet);
    } catch (error) {
      this.#schema = undefined;
      problem.textContent = textOf(error);
      if (!(error instanceof ProtoError)) throw error;
      return;
    }
    const { messages, undeclaredOptions } = this.#schema;
    this.#type.replaceChildren(
      ...messages.map(({ typeName }) => element("option", { value: typeName }, typeName)),
    );
    if (messages.some(({ typeName }) => typeName === preferred)) this.#type.value = preferred;
    if (messages.length === 0) problem.textContent = "There is no message in these files.";
    const notes: string[] = [];
    if (this.#descriptorSet !== undefined)
      notes.push("The types come from the descriptor set. Links do not hold it.");
    if (undeclaredOptions.length > 0)
      notes.push(
        `No file declares these options, so no rule can see them: ${undeclaredOptions.join(", ")}. Paste the files that do.`,
      );
    note.textContent = notes.join(" ");
  }

  #makeRandom(): void {
    const type = this.#chosenType();
    if (type === undefined || this.#schema === undefined) return;
    const { form, text } = randomMessage(type, this.#schema.registry, this.#seedNumber());
    this.#form.value = form;
    this.#message.value = text;
  }

  #seedNumber(): number {
    const seed = Number(this.#seed.value);
    return Number.isSafeInteger(seed) && seed >= 0 ? seed : 0;
  }

  #chosenType(): DescMessage | undefined {
    return this.#schema?.registry.getMessage(this.#type.value);
  }

  #chosenFormat(): "go" | "protojson" {
    return this.#format.value === "protojson" ? "protojson" : "go";
  }

  #setPolicy(policy: PolicyState): void {
    this.#policy = policy;
    this.#update();
  }

  #update(): void {
    clearTimeout(this.#timer);
    this.#evaluation = this.#evaluate();
    this.#card.clear();
    this.#fields.show(this.#evaluation, this.#schema?.registry);
    byId("line", HTMLElement).textContent = this.#evaluation?.text ?? "";
    this.#showSuspects();
    this.#rules.show(this.#policy, this.#schema?.registry);
    this.#pseudonyms.show(usesPseudonyms(this.#policy));
    this.#showPolicy();
    this.#others.show(this.#evaluation);
    this.#text.show(this.#evaluation);
    this.#runs.reset();
    void this.#updateLink();
  }

  #evaluate(): Evaluation | undefined {
    const policyProblem = byId("policy-problem", HTMLElement);
    const messageProblem = byId("message-problem", HTMLElement);
    policyProblem.textContent = "";
    messageProblem.textContent = "";
    this.#sanitizers = undefined;
    const type = this.#chosenType();
    if (this.#schema === undefined || type === undefined) return undefined;
    try {
      this.#sanitizers = sanitizersFor(this.#schema, {
        policy: this.#policy,
        format: this.#chosenFormat(),
        audience: this.#audience.value || undefined,
        key: this.#pseudonyms.key,
      });
    } catch (error) {
      policyProblem.textContent = `Nothing is printed, because a rule of the policy is wrong. ${textOf(error)}`;
      return undefined;
    }
    try {
      const form = this.#form.value as MessageForm;
      const message = readMessage(form, this.#message.value, type, this.#schema.registry);
      return evaluate(type, message, this.#sanitizers, this.#schema);
    } catch (error) {
      messageProblem.textContent = textOf(error);
      return undefined;
    }
  }

  #showSuspects(): void {
    const count = this.#evaluation?.suspects.length ?? 0;
    const words =
      count === 1
        ? "No rule names 1 field that may hold credentials. Is it harmless?"
        : `No rule names ${count} fields that may hold credentials. Are they harmless?`;
    byId("suspects", HTMLElement).textContent = count === 0 ? "" : words;
  }

  #showPolicy(): void {
    const asYaml = this.#policyForm.value === "yaml";
    byId("policy-text", HTMLElement).textContent = asYaml
      ? policyAsYaml(this.#policy)
      : policyAsTypeScript(this.#policy);
    const count = ruleCount(this.#policy);
    byId("rule-count", HTMLElement).textContent = count === 0 ? "" : `(${count})`;
    byId("copied", HTMLElement).textContent = "";
  }

  #withContext(use: (context: CardContext) => void): void {
    if (this.#evaluation === undefined || this.#schema === undefined) return;
    use({ evaluation: this.#evaluation, schema: this.#schema, policy: this.#policy });
  }

  #runsContext(): RunsContext | undefined {
    const type = this.#chosenType();
    if (type === undefined || this.#schema === undefined || this.#sanitizers === undefined) return undefined;
    return {
      type,
      schema: this.#schema,
      policy: this.#policy,
      format: this.#chosenFormat(),
      paths: this.#others.paths,
      seed: this.#seedNumber(),
    };
  }

  async #updateLink(): Promise<void> {
    this.#links += 1;
    const link = this.#links;
    const state: LinkState = {
      proto: this.#descriptorSet === undefined ? this.#proto.value : "",
      type: this.#type.value,
      format: this.#chosenFormat(),
      policy: this.#policy,
    };
    const fragment = await fragmentOf(state);
    if (link === this.#links) history.replaceState(null, "", `#${fragment}`);
  }
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

import type { Registry } from "@bufbuild/protobuf";
import { DIALECTS } from "../policy/dialect-names.js";
import {
  EMPTY_POLICY,
  type MarkedOption,
  PII_ACTIONS,
  type PiiAction,
  type PolicyState,
  type SecretKey,
} from "../policy/policy-state.js";
import { button, checkbox, element } from "./elements.js";

/** Options that every policy of this page reads. */
const DEFAULT_OPTIONS: ReadonlySet<string> = new Set(["csi.v1.csi_secret"]);

/** Lists the rules of the policy, and lets the reader add and drop them. */
export class RulesPanel {
  readonly #holder: HTMLElement;
  readonly #onPolicy: (policy: PolicyState) => void;

  constructor(holder: HTMLElement, onPolicy: (policy: PolicyState) => void) {
    this.#holder = holder;
    this.#onPolicy = onPolicy;
  }

  show(policy: PolicyState, registry: Registry | undefined): void {
    const focused = this.#focusedLabel();
    this.#holder.replaceChildren(
      this.#presets(policy),
      this.#options(policy, registry),
      this.#dialects(policy),
      this.#rules(policy),
      this.#piiActions(policy),
    );
    if (focused !== undefined)
      this.#controls()
        .find((control) => labelOf(control) === focused)
        ?.focus();
  }

  #controls(): readonly HTMLElement[] {
    return [...this.#holder.querySelectorAll<HTMLElement>("button, input, select")];
  }

  #focusedLabel(): string | undefined {
    const { activeElement } = document;
    const isInside = activeElement instanceof HTMLElement && this.#holder.contains(activeElement);
    return isInside ? labelOf(activeElement) : undefined;
  }

  #presets(policy: PolicyState): HTMLElement {
    const change = (part: Partial<PolicyState>): void => this.#onPolicy({ ...policy, ...part });
    return group(
      "Ready rules",
      checkbox("CSI, with service account tokens in volume_context", policy.csi, (csi) => change({ csi })),
      checkbox("JSON Web Tokens in any string", policy.jwt || policy.csi, (jwt) => change({ jwt })),
      checkbox("Hide every field that no rule names", policy.denyUnlisted, (denyUnlisted) =>
        change({ denyUnlisted }),
      ),
    );
  }

  /** Annotations that are in use. A dialect needs files that declare one of its options. */
  #dialects(policy: PolicyState): HTMLElement {
    const boxes = DIALECTS.map(({ name }) =>
      checkbox(name, policy.dialects.includes(name), (isSet) =>
        this.#onPolicy({
          ...policy,
          dialects: [...policy.dialects.filter((other) => other !== name), ...(isSet ? [name] : [])],
        }),
      ),
    );
    const note = element("p", { class: "note" }, "Paste the files that declare their options, too.");
    const details = element(
      "details",
      {},
      element("summary", {}, "Known annotations"),
      group("Dialects", note, ...boxes),
    );
    details.open = policy.dialects.length > 0;
    return details;
  }

  /** The options that the pasted files declare for fields. */
  #options(policy: PolicyState, registry: Registry | undefined): HTMLElement {
    const found = [...(registry ?? [])].filter(
      (type) =>
        type.kind === "extension" &&
        type.extendee.typeName === "google.protobuf.FieldOptions" &&
        type.message === undefined &&
        !DEFAULT_OPTIONS.has(type.typeName) &&
        // These say how stable a part of CSI is, and nothing about secrecy.
        !type.typeName.startsWith("csi.v1.alpha"),
    );
    const boxes = found.flatMap((type) => {
      const values = type.kind === "extension" ? type.enum?.values : undefined;
      if (values === undefined) return [this.#optionBox(policy, type.typeName, undefined)];
      return values.map(({ name }) => this.#optionBox(policy, type.typeName, name));
    });
    const always = element("p", { class: "note" }, "Always: debug_redact and csi.v1.csi_secret.");
    return group("Options that make a field secret", always, ...boxes);
  }

  #optionBox(policy: PolicyState, option: string, value: string | undefined): HTMLElement {
    const rule = policy.options.find((one) => one.option === option);
    const isChecked = rule !== undefined && (value === undefined || rule.is?.includes(value) === true);
    return checkbox(value === undefined ? option : `${option} = ${value}`, isChecked, (isSet) => {
      const others = policy.options.filter((one) => one.option !== option);
      const values =
        value === undefined
          ? []
          : [...(rule?.is ?? []).filter((one) => one !== value), ...(isSet ? [value] : [])];
      const changed: MarkedOption[] =
        value === undefined
          ? isSet
            ? [{ option }]
            : []
          : values.length === 0
            ? []
            : [{ option, is: values }];
      this.#onPolicy({ ...policy, options: [...others, ...changed] });
    });
  }

  #rules(policy: PolicyState): HTMLElement {
    const { fields, mapKeys, json, open, options } = policy;
    const item = (text: string, without: Partial<PolicyState>): HTMLElement =>
      element(
        "li",
        {},
        element("code", {}, text),
        button("Drop", () => this.#onPolicy({ ...policy, ...without }), { "aria-label": `Drop: ${text}` }),
      );
    const items = [
      ...options.map((rule) =>
        item(`option ${rule.option}${rule.is === undefined ? "" : ` = ${rule.is.join(", ")}`}`, {
          options: options.filter((other) => other !== rule),
        }),
      ),
      ...fields.map((rule) =>
        item(`${rule.class}: ${rule.field}`, { fields: fields.filter((other) => other !== rule) }),
      ),
      ...mapKeys.map((rule) =>
        item(`secret: ${rule.field}[${keyText(rule)}]`, {
          mapKeys: mapKeys.filter((other) => other !== rule),
        }),
      ),
      ...json.map((rule) =>
        item(`secret in JSON: ${rule.field}[${keyText(rule)}]`, {
          json: json.filter((other) => other !== rule),
        }),
      ),
      ...open.map((name) => item(`harmless: ${name}`, { open: open.filter((other) => other !== name) })),
    ];
    if (items.length === 0)
      return element(
        "p",
        { class: "note" },
        "No rule of your own yet. Choose a name in the sanitized message to add one.",
      );
    return element(
      "div",
      {},
      element("ul", { "aria-label": "Your rules" }, ...items),
      button("Drop all rules", () => this.#onPolicy(EMPTY_POLICY)),
    );
  }

  #piiActions(policy: PolicyState): HTMLElement {
    return element(
      "div",
      {},
      actionRow("pii-action", "What is shown of personal data (pii)", [], policy.pii, (pii) =>
        this.#onPolicy({ ...policy, pii: pii ?? EMPTY_POLICY.pii }),
      ),
      actionRow("support-action", "The audience support sees", ["the same"], policy.support, (support) =>
        this.#onPolicy({ ...policy, support }),
      ),
    );
  }
}

/** A choice of actions. Words before them stand for none. */
function actionRow(
  id: string,
  text: string,
  none: readonly string[],
  chosen: PiiAction | undefined,
  onChosen: (action: PiiAction | undefined) => void,
): HTMLElement {
  const select = element("select", { id });
  for (const name of [...none, ...PII_ACTIONS]) select.append(element("option", { value: name }, name));
  select.value = chosen ?? none[0] ?? "";
  select.addEventListener("change", () => onChosen(PII_ACTIONS.find((action) => action === select.value)));
  return element("div", { class: "row" }, element("label", { for: id }, text), select);
}

function group(title: string, ...content: readonly HTMLElement[]): HTMLElement {
  const lines = content.map((line) => element("div", {}, line));
  return element("fieldset", {}, element("legend", {}, title), ...lines);
}

function keyText({ key, pattern }: SecretKey): string {
  return pattern === undefined ? JSON.stringify(key ?? "") : `/${pattern}/i`;
}

/** What tells a control from the others, to find it again after a change. */
function labelOf(control: HTMLElement): string {
  return (
    control.getAttribute("aria-label") ??
    (control.id || (control.closest("label")?.textContent ?? control.textContent ?? ""))
  );
}

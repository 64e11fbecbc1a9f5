import type { DescField, DescMessage, Registry } from "@bufbuild/protobuf";
import type { Evaluation } from "../evaluate.js";
import { isRecord } from "../leaks/leak-tree.js";
import { element } from "./elements.js";

/** A name in the sanitized text: of a field, or of an entry of a map. */
export interface ShownName {
  readonly field: DescField;
  /** The key of the entry. Undefined for the field itself. */
  readonly entryKey: string | undefined;
  /** Whether the text hides the value. */
  readonly isHidden: boolean;
}

/** What happens at the names. */
export interface NameEvents {
  onPointed(name: ShownName): void;
  onChosen(name: ShownName, button: HTMLButtonElement): void;
}

/** Shows the sanitized message, with a button for each name in it. */
export class FieldView {
  readonly #holder: HTMLElement;
  readonly #events: NameEvents;
  #evaluation: Evaluation | undefined;
  #registry: Registry | undefined;

  constructor(holder: HTMLElement, events: NameEvents) {
    this.#holder = holder;
    this.#events = events;
  }

  /** Shows a message. Without one, shows nothing. */
  show(evaluation: Evaluation | undefined, registry: Registry | undefined): void {
    this.#evaluation = evaluation;
    this.#registry = registry;
    const focused = this.#focusedName();
    this.#holder.replaceChildren();
    if (evaluation === undefined) return;
    this.#value(evaluation.shown, evaluation.type, "");
    if (focused !== undefined) this.#button(focused)?.focus();
  }

  /** Moves the focus to a name that was shown before. */
  focusOn({ field, entryKey }: ShownName): void {
    this.#button(idOf(field, entryKey))?.focus();
  }

  #focusedName(): string | undefined {
    const { activeElement } = document;
    const isInside = activeElement instanceof HTMLElement && this.#holder.contains(activeElement);
    return isInside ? activeElement.dataset["name"] : undefined;
  }

  #button(id: string): HTMLButtonElement | undefined {
    return [...this.#holder.querySelectorAll("button")].find((button) => button.dataset["name"] === id);
  }

  /** @param type the message type of the value, if it is a message. */
  #value(value: unknown, type: DescMessage | undefined, indent: string, field?: DescField): void {
    if (Array.isArray(value)) {
      this.#group(value.length, "[", "]", indent, (index, inner) =>
        this.#value(value[index], type, inner, field),
      );
      return;
    }
    if (!isRecord(value)) {
      this.#leaf(value);
      return;
    }
    const isMap = field?.fieldKind === "map";
    const held = type?.typeName === ANY ? heldBy(value, this.#registry) : undefined;
    const members = Object.entries(value);
    this.#group(members.length, "{", "}", indent, (index, inner) => {
      const [key, member] = members[index] ?? ["", undefined];
      if (isMap) {
        this.#name(JSON.stringify(key), { field, entryKey: key, isHidden: isMarker(member) });
        this.#append(": ");
        this.#value(member, field.message, inner);
        return;
      }
      // The fields of an Any are of the message in it, or there is a field with the message.
      const isContent = type?.typeName === ANY && key === "value" && Object.hasOwn(value, "type_url");
      const described = type?.typeName === ANY ? (isContent ? undefined : held) : type;
      const known = described?.fields.find(({ name, jsonName }) => name === key || jsonName === key);
      if (known === undefined) this.#append(JSON.stringify(key));
      else this.#name(JSON.stringify(key), { field: known, entryKey: undefined, isHidden: isMarker(member) });
      this.#append(": ");
      this.#value(member, isContent ? held : known?.message, inner, known);
    });
  }

  #group(
    count: number,
    open: string,
    close: string,
    indent: string,
    show: (index: number, inner: string) => void,
  ): void {
    if (count === 0) {
      this.#append(open + close);
      return;
    }
    const inner = `${indent}  `;
    this.#append(open);
    for (let index = 0; index < count; index += 1) {
      this.#append(`${index === 0 ? "" : ","}\n${inner}`);
      show(index, inner);
    }
    this.#append(`\n${indent}${close}`);
  }

  #leaf(value: unknown): void {
    const text = JSON.stringify(value) ?? "null";
    this.#holder.append(isMarker(value) ? element("span", { class: "hidden-value" }, text) : text);
  }

  #append(text: string): void {
    this.#holder.append(text);
  }

  #name(text: string, name: ShownName): void {
    const { field, entryKey, isHidden } = name;
    const isSuspect = !isHidden && this.#evaluation?.about(field).suspect !== undefined;
    const state = isHidden ? "secret" : isSuspect ? "suspect" : "open";
    const words = isHidden ? "hidden" : isSuspect ? "shown, may hold credentials" : "shown";
    const button = element(
      "button",
      { type: "button", class: `name ${state}`, "aria-label": `${entryKey ?? field.name}: ${words}` },
      text,
    );
    button.dataset["name"] = idOf(field, entryKey);
    button.addEventListener("pointerenter", () => this.#events.onPointed(name));
    button.addEventListener("focus", () => this.#events.onPointed(name));
    button.addEventListener("click", () => this.#events.onChosen(name, button));
    this.#holder.append(button);
  }
}

function idOf(field: DescField, entryKey: string | undefined): string {
  return JSON.stringify([field.parent.typeName, field.name, entryKey]);
}

const ANY = "google.protobuf.Any";

/** The type of the message in an Any. Undefined if it is not known. */
function heldBy(
  value: Readonly<Record<string, unknown>>,
  registry: Registry | undefined,
): DescMessage | undefined {
  const url = value["@type"] ?? value["type_url"];
  return typeof url === "string" ? registry?.getMessage(url.slice(url.lastIndexOf("/") + 1)) : undefined;
}

/** Whether a value stands for a hidden one: a marker, perhaps with a part of the value. */
function isMarker(value: unknown): boolean {
  return typeof value === "string" && /^\*\*\*(?:stripped|unreviewed|k\w+:)/.test(value);
}

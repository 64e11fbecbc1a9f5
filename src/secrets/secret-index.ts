import { base64Encode } from "@bufbuild/protobuf/wire";
import { STRIPPED } from "../render/json-text.js";
import type { SecretValue } from "./secret-walk.js";

/** Searches texts for secret values. */
export class SecretIndex {
  readonly #forms = new Map<string, readonly string[]>();

  get size(): number {
    return this.#forms.size;
  }

  add(value: SecretValue): void {
    for (const text of typeof value === "string"
      ? [value, ...tokensIn(value)]
      : [new TextDecoder().decode(value)]) {
      if (
        text.length >= 4 &&
        text !== "true" &&
        text !== "false" &&
        text !== "null" &&
        text !== "none" &&
        text !== "default"
      )
        this.#forms.set(text, formsOf(text));
    }
  }

  remove(value: SecretValue): void {
    this.#forms.delete(typeof value === "string" ? value : new TextDecoder().decode(value));
  }

  scrub(text: string): string {
    let scrubbed = text;
    const forms = [...this.#forms.values()].flat().sort((a, b) => b.length - a.length);
    for (const form of forms) if (form.length >= 4) scrubbed = scrubbed.replaceAll(form, STRIPPED);
    return scrubbed.toWellFormed();
  }
}

function tokensIn(value: string): string[] {
  if (!value.startsWith("{")) return [];
  try {
    const parsed: unknown = JSON.parse(value);
    return Object.values(Object(parsed)).flatMap((entry) => {
      const token: unknown = Object(entry).token;
      return typeof token === "string" ? [token] : [];
    });
  } catch {
    return [];
  }
}

function formsOf(text: string): readonly string[] {
  const forms = new Set([text]);
  let json = text;
  for (let level = 0; level < 4; level++) forms.add((json = JSON.stringify(json).slice(1, -1)));
  try {
    forms.add(encodeURIComponent(text)).add(encodeURI(text));
  } catch {}
  const bytes = new TextEncoder().encode(text);
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  forms.add(hex).add(hex.toUpperCase());
  for (const offset of [0, 1, 2]) {
    const padded = new Uint8Array(offset + bytes.length);
    padded.set(bytes, offset);
    const core = base64Encode(padded).slice([0, 2, 3][offset], Math.floor(((offset + bytes.length) * 8) / 6));
    forms.add(core).add(core.replaceAll("+", "-").replaceAll("/", "_"));
  }
  return [...forms];
}

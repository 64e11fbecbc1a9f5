import type { Stripped } from "../sanitizer/stripped.js";

/** The two directions of messages. */
export type MessageKey = "request" | "response";

const KEYS: readonly MessageKey[] = ["request", "response"];

/** What an entry shows of a message: the message, or its size where no schema knows the method. */
export type ShownMessage =
  | { readonly kind: "printed"; readonly message: Stripped }
  | { readonly kind: "size"; readonly bytes: number | undefined };

/**
 * What the one entry of a call shows of its messages: the request, and the response. Of a stream it shows none, because a line
 * must not grow with the stream, and its first message says little of it.
 */
export class CallMessages {
  readonly #shown = new Map<MessageKey, ShownMessage | "many">();

  /** Takes a message that passes. `show` is called for the first one of its direction only. */
  add(key: MessageKey, show: () => ShownMessage): void {
    this.#shown.set(key, this.#shown.has(key) ? "many" : show());
  }

  /** Adds the fields to the entry. */
  addTo(entry: Record<string, unknown>): void {
    for (const key of KEYS) {
      const shown = this.#shown.get(key);
      if (shown === undefined || shown === "many") continue;
      if (shown.kind === "printed") entry[key] = shown.message;
      else if (shown.bytes !== undefined) entry[`${key}Size`] = shown.bytes;
    }
  }
}

import { type LogSanitizer, lineFinder, messageJson, messageRules } from "../logging/logged-messages.js";
import { SinkFinder } from "../scrub/findings/sink-finder.js";
import { scrubbingRules } from "../values/log-rules.js";
import { ValueWalk } from "../values/value-walk.js";
import type { WalkRules } from "../values/walk-rules.js";

/** An object of the SDK: an event, a span, a breadcrumb. Its properties differ between versions, and all of them are looked into. */
export type Parts = Readonly<Record<string, unknown>>;

/** What the SDK sends at once: headers, and items that have a header and a payload each. */
export type Envelope = [headers: unknown, items: [header: unknown, payload: unknown][]];

/** Makes what Sentry is sent safe. None of the functions throws. */
export class SafeSentry {
  readonly #rules: WalkRules;

  constructor(sanitizer: LogSanitizer) {
    const messages = messageRules((message) => messageJson(sanitizer, message));
    this.#rules = scrubbingRules(new SinkFinder(lineFinder(sanitizer), "Sentry"), messages);
  }

  /** A copy without secrets; the same value if it holds none. */
  value(value: unknown): unknown {
    return new ValueWalk(this.#rules).walk(value);
  }

  /** A span, log, metric or breadcrumb without secrets; null, which drops it, if it cannot be read. */
  object(value: unknown): object | null {
    const safe = this.value(value);
    return typeof safe === "object" ? safe : null;
  }

  /** An event without secrets; null, which drops it, if it cannot be read. */
  event(event: unknown): object | null {
    if (typeof event !== "object" || event === null) return null;
    try {
      // The SDK keeps objects of its own there, and does not send them but for this context.
      const { sdkProcessingMetadata: kept, ...sent } = event as Parts;
      const safe = this.object(sent);
      if (safe === null || typeof kept !== "object" || kept === null) return safe;
      const { dynamicSamplingContext } = kept as Parts;
      const safeContext = dynamicSamplingContext && this.value(dynamicSamplingContext);
      const metadata = safeContext ? { ...kept, dynamicSamplingContext: safeContext } : kept;
      return { ...safe, sdkProcessingMetadata: metadata };
    } catch {
      return null;
    }
  }

  /** Replaces the parts of an envelope, which the SDK has just made. All other functions leave what they are given as it is. Items that cannot be read are dropped. */
  makeEnvelopeSafe(envelope: Envelope): void {
    envelope[0] = this.object(envelope[0]) ?? {};
    const items = envelope[1].splice(0);
    for (const [header, payload] of items) {
      const item = this.#item(header, payload);
      if (item !== undefined) envelope[1].push(item);
    }
  }

  #item(header: unknown, payload: unknown): [unknown, unknown] | undefined {
    const safeHeader = this.object(header);
    const safe = payload instanceof Uint8Array ? this.#bytes(payload) : this.value(payload);
    if (safeHeader === null || safe === undefined || typeof safe !== typeof payload) return undefined;
    if (safe === payload) return [safeHeader, payload];
    if (!("length" in safeHeader)) return [safeHeader, safe];
    return [{ ...safeHeader, length: lengthOf(safe) }, safe];
  }

  /** Bytes without secrets. Undefined if they are no text: they may be compressed, and nothing can be found in them. */
  #bytes(bytes: Uint8Array): Uint8Array | undefined {
    try {
      const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
      const safe = this.value(text);
      if (safe !== text) return new TextEncoder().encode(String(safe));
      // Bytes hold a secret in more ways than a text does.
      return this.value(bytes) === bytes ? bytes : undefined;
    } catch {
      return undefined;
    }
  }
}

function lengthOf(payload: unknown): number {
  if (payload instanceof Uint8Array) return payload.length;
  return new TextEncoder().encode(typeof payload === "string" ? payload : JSON.stringify(payload)).length;
}

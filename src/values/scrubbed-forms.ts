import { STRIPPED } from "../marker.js";
import { latin1Of } from "../scrub/forms/latin1.js";

/** Bytes of more than 1 MiB are not searched, but taken for secret: nobody reads them in a log. */
const MOST_BYTES = 2 ** 20;
const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** The bytes of a buffer, or of a view of one; undefined for anything else. */
export function bytesOf(object: object): Uint8Array | undefined {
  if (object instanceof Uint8Array) return object;
  if (ArrayBuffer.isView(object)) return new Uint8Array(object.buffer, object.byteOffset, object.byteLength);
  return object instanceof ArrayBuffer ? new Uint8Array(object) : undefined;
}

/** Whether bytes hold something that `scrub` replaces: as text, or as they are. */
export function bytesHoldSecret(bytes: Uint8Array, scrub: (text: string) => string): boolean {
  if (bytes.length > MOST_BYTES) return true;
  const text = decoder.decode(bytes);
  if (scrub(text) !== text) return true;
  const latin1 = latin1Of(bytes);
  return scrub(latin1) !== latin1;
}

/** The marker as bytes of the same class: a `Buffer` for a `Buffer`. */
export function markerBytes(like: Uint8Array): Uint8Array {
  return Object.setPrototypeOf(encoder.encode(STRIPPED), Object.getPrototypeOf(like));
}

/** An object that keeps its content out of sight, opened. */
export interface Opened {
  readonly texts: readonly string[];
  /** The same without what `scrub` replaces. */
  scrubbed(scrub: (text: string) => string): unknown;
}

/** Opens objects of the platform whose content is no property; undefined for all others. */
export function openedObject(object: object): Opened | undefined {
  if (isA("URL", object)) return { texts: [object.href], scrubbed: (scrub) => scrub(object.href) };
  if (object instanceof RegExp) return { texts: [object.source], scrubbed: () => STRIPPED };
  if (object instanceof String)
    return { texts: [String(object)], scrubbed: (scrub) => scrub(String(object)) };
  if (isA("URLSearchParams", object)) {
    return { texts: [String(object)], scrubbed: (scrub) => new URLSearchParams(scrub(String(object))) };
  }
  if (!isA("Headers", object)) return undefined;
  const entries = [...object];
  return {
    texts: entries.flat(),
    scrubbed(scrub) {
      const headers = new Headers();
      // A name in which something was replaced would be none any more.
      for (const [name, value] of entries)
        if (scrub(name) === name) headers.append(name, headerOf(scrub(value)));
      return headers;
    },
  };
}

interface PlatformClasses {
  readonly URL: typeof URL;
  readonly URLSearchParams: typeof URLSearchParams;
  readonly Headers: typeof Headers;
}

/** Whether an object is of a class of the platform, which may lack it. */
function isA<N extends keyof PlatformClasses>(
  name: N,
  object: object,
): object is InstanceType<PlatformClasses[N]> {
  const found: unknown = Reflect.get(globalThis, name);
  return typeof found === "function" && object instanceof found;
}

/** Headers hold bytes: a text beyond them is none. */
function headerOf(text: string): string {
  return /^[\t -~\x80-\xff]*$/.test(text) ? text : STRIPPED;
}

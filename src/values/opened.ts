import { STRIPPED } from "../marker.js";
import { kindOf } from "./kinds.js";

/** An object of the platform that keeps a text in internal slots, where no property shows it. */
export interface Opened {
  readonly texts: readonly string[];
  /** A value of the same use without what `scrub` replaces. */
  scrubbed(scrub: (text: string) => string): unknown;
}

/** Opens URLs, patterns, boxed values, query parameters and HTTP headers. Undefined for all other objects. */
export function openedObject(object: object): Opened | undefined {
  const prototype: unknown = Object.getPrototypeOf(object);
  if (prototype === Object.prototype || prototype === null || Array.isArray(object)) return undefined;
  const kind = kindOf(object);
  if (kind === "RegExp") return { texts: [String(object)], scrubbed: () => STRIPPED };
  if (BOXED.includes(kind)) {
    const text = String(object.valueOf());
    return { texts: [text], scrubbed: (scrub) => (kind === "String" ? scrub(text) : STRIPPED) };
  }
  if (isA("URL", object)) return { texts: [object.href], scrubbed: (scrub) => scrub(object.href) };
  if (isA("URLSearchParams", object)) {
    return { texts: [String(object)], scrubbed: (scrub) => new URLSearchParams(scrub(String(object))) };
  }
  return isA("Headers", object) ? openedHeaders(object) : undefined;
}

/** The kinds of objects that hold one scalar. The value of a symbol is its description. */
const BOXED: readonly string[] = ["String", "Number", "BigInt", "Symbol"];

function openedHeaders(object: Headers): Opened {
  const entries = [...object];
  return {
    texts: entries.flat(),
    scrubbed(scrub) {
      const headers = new Headers();
      for (const [name, value] of entries) {
        // The marker is not a valid name: leave out a header whose name holds a secret.
        if (scrub(name) === name) headers.append(name, headerOf(scrub(value)));
      }
      return headers;
    },
  };
}

/** A valid header value. Headers hold characters of one byte only. */
function headerOf(text: string): string {
  return /^[\t -~\x80-\xff]*$/.test(text) ? text : STRIPPED;
}

interface PlatformClasses {
  readonly URL: typeof URL;
  readonly URLSearchParams: typeof URLSearchParams;
  readonly Headers: typeof Headers;
}

/** Whether an object is of a class that not every platform has. */
function isA<N extends keyof PlatformClasses>(
  name: N,
  object: object,
): object is InstanceType<PlatformClasses[N]> {
  const found: unknown = Reflect.get(globalThis, name);
  return typeof found === "function" && object instanceof found;
}

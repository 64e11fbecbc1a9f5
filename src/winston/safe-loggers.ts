import winston from "winston";
import type { SafeInfo } from "./safe-info.js";

/** A logger of winston, as far as it is used here. */
interface AnyLogger {
  readonly format?: unknown;
  write(info: unknown): unknown;
}

type Method = (this: AnyLogger, ...args: readonly unknown[]) => unknown;

const safeInfos = new WeakMap<object, SafeInfo>();

/**
 * Makes loggers with this format safe where winston copies the properties of a message: metadata of a child, `defaultMeta`,
 * and a message that a child logs. The copy has lost its type if the type stands on the prototype, so no format can recognise
 * it. No option of winston comes before that. So this replaces methods of the class of loggers, which do for all other loggers
 * what they did before.
 */
export function makeLoggersSafe(format: object, safe: SafeInfo): void {
  safeInfos.set(format, safe);
  // The types of winston have the interface of this class alone.
  const { Logger } = winston as unknown as { readonly Logger?: { readonly prototype: object } };
  const prototype = Logger?.prototype;
  if (prototype === undefined || patched.has(prototype)) return;
  patched.add(prototype);
  replace(prototype, "child", safeChild);
  replace(prototype, "configure", withoutOwnMetadata);
  Object.defineProperty(prototype, "defaultMeta", {
    get: safeMetadata,
    set: setMetadata,
    configurable: true,
  });
}

const patched = new WeakSet<object>();

function safeInfoOf(logger: AnyLogger): SafeInfo | undefined {
  const { format } = logger;
  return typeof format === "object" && format !== null ? safeInfos.get(format) : undefined;
}

function replace(prototype: object, name: string, make: (original: Method) => Method): void {
  const original: unknown = Reflect.get(prototype, name);
  if (typeof original !== "function") return;
  const value = make(original as Method); // checked above
  Object.defineProperty(prototype, name, { value, writable: true, configurable: true });
}

/** A child asks for its metadata with each entry, as that of winston does: the format and the message may change. */
function safeChild(child: Method): Method {
  return function (metadata) {
    const write = (info: unknown): unknown => {
      const safe = safeInfoOf(this);
      const made = child.call(this, safe === undefined ? metadata : safe.metadata(metadata)) as AnyLogger; // as child returns it
      return made.write(safe === undefined ? info : safe.entry(info));
    };
    return Object.create(this, { write: { value: write } });
  };
}

/** A logger that was made before this module had replaced anything has the metadata as its own property. */
function withoutOwnMetadata(configure: Method): Method {
  return function (...args) {
    Reflect.deleteProperty(this, "defaultMeta");
    return Reflect.apply(configure, this, args);
  };
}

/** Where a logger keeps the metadata that it was given. Its children inherit it. */
const METADATA: unique symbol = Symbol("protosanitizer.defaultMeta");

function safeMetadata(this: AnyLogger & { readonly [METADATA]?: unknown }): unknown {
  const { [METADATA]: metadata } = this;
  const safe = safeInfoOf(this);
  return safe === undefined ? metadata : safe.metadata(metadata);
}

function setMetadata(this: AnyLogger, metadata: unknown): void {
  Object.defineProperty(this, METADATA, { value: metadata, writable: true, configurable: true });
}

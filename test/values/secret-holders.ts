import { runInNewContext } from "node:vm";

/** The secret that the holders hold. */
export const SECRET = "hunter2-correct";

/** The name of the function by which an object prints itself for util.inspect. */
export const INSPECT: unique symbol = Symbol.for("nodejs.util.inspect.custom");

const bytes = new TextEncoder().encode(`password=${SECRET}`);

/** Objects that hold the secret in special ways. */
export const HOLDERS: readonly { readonly name: string; readonly make: () => object }[] = [
  { name: "a list of bytes", make: () => ({ data: [...bytes] }) },
  { name: "a buffer", make: () => ({ data: bytes.slice().buffer }) },
  { name: "a DataView", make: () => ({ data: new DataView(bytes.slice().buffer) }) },
  { name: "numbers of 16 bits", make: () => ({ data: new Uint16Array(Uint8Array.from([...bytes]).buffer) }) },
  { name: "base64 in bytes", make: () => ({ data: Buffer.from(btoa(`user:${SECRET}`)) }) },
  { name: "too many bytes to search", make: () => ({ data: Buffer.concat([Buffer.alloc(2 ** 20), bytes]) }) },
  { name: "a buffer of another realm", make: () => ({ data: otherRealm("buffer") }) },
  { name: "bytes of another realm", make: () => ({ data: otherRealm("new Uint8Array(buffer)") }) },
  { name: "a Map of another realm", make: () => otherRealm("new Map([[secret, secret]])") },
  { name: "a Set of another realm", make: () => otherRealm("new Set([secret])") },
  { name: "an error of another realm", make: () => otherRealm("new Error(secret, { cause: secret })") },
  { name: "a boxed text", make: () => ({ text: new String(SECRET) }) },
  { name: "a boxed text of another realm", make: () => ({ text: otherRealm("new String(secret)") }) },
  { name: "a boxed number", make: () => ({ pin: new Number(47114711) }) },
  { name: "a boxed symbol", make: () => ({ symbol: Object(Symbol(SECRET)) }) },
  { name: "a symbol", make: () => ({ symbol: Symbol(SECRET) }) },
  { name: "the name of a symbol", make: () => ({ [Symbol(SECRET)]: 1 }) },
  { name: "a pattern", make: () => ({ pattern: new RegExp(SECRET) }) },
  { name: "a pattern of another realm", make: () => ({ pattern: otherRealm("new RegExp(secret)") }) },
  { name: "a URL", make: () => ({ url: new URL(`https://user:${SECRET}@example.com/`) }) },
  { name: "query parameters", make: () => new URLSearchParams({ token: SECRET }) },
  { name: "headers", make: () => new Headers({ authorization: SECRET }) },
  { name: "a Map that iterates over nothing", make: () => Object.assign(silentMap(), { open: 1 }) },
  { name: "what toJSON returns from a private field", make: () => ({ credential: new Credential(SECRET) }) },
  {
    name: "what toJSON of a class of errors returns",
    make: () => new CredentialError(new Credential(SECRET)),
  },
  { name: "a property of a function that leads to itself", make: functionInCircle },
  { name: "an event", make: () => new CustomEvent("failed", { detail: SECRET }) },
  { name: "a file", make: () => new File([], SECRET) },
  { name: "an iterator", make: () => new Map([["password", SECRET]]).values() },
  { name: "a promise", make: () => Promise.resolve(SECRET) },
  { name: "behind a proxy", make: () => new Proxy({ password: SECRET }, { get: () => "hidden" }) },
  { name: "what a private field shows to util.inspect", make: () => new Inspected(SECRET) },
  { name: "what a class passes to util.inspect", make: () => new PassedOn(SECRET) },
  { name: "what a private field shows as text", make: () => new Text(SECRET) },
  { name: "the message that an error inherits", make: () => new InheritingError(SECRET) },
  { name: "the stack that an error inherits", make: () => stackErrorOf(SECRET) },
  { name: "a property of a date", make: () => Object.assign(new Date(0), { note: SECRET }) },
  { name: "a property of bytes", make: () => Object.assign(new Uint8Array(2), { note: SECRET }) },
];

function otherRealm(code: string): object {
  return runInNewContext(`const buffer = Uint8Array.from(bytes).buffer; ${code}`, { secret: SECRET, bytes });
}

function silentMap(): Map<string, string> {
  const map = new Map([["password", SECRET]]);
  return Object.defineProperty(map, Symbol.iterator, { value: () => [][Symbol.iterator]() });
}

/** Holds a secret in a private field, and shows it as JSON and as text. */
export class Credential {
  readonly #key: string;
  constructor(key: string) {
    this.#key = key;
  }
  toJSON(): unknown {
    return { key: this.#key };
  }
  toString(): string {
    return `key ${this.#key}`;
  }
}

class CredentialError extends Error {
  readonly #credential: Credential;
  constructor(credential: Credential) {
    super("refused");
    this.#credential = credential;
  }
  toJSON(): unknown {
    return { message: this.message, credential: this.#credential };
  }
  override toString(): string {
    return `CredentialError: ${this.#credential}`;
  }
}

type Inspect = (value: unknown, options: object) => string;

/** Prints itself by functions that work on no copy. */
export const Inspected: new (key: string) => { readonly length: number; readonly key: string } =
  class Inspected {
    readonly #key: string;
    constructor(key: string) {
      this.#key = key;
    }
    get length(): number {
      return this.#key.length;
    }
    get key(): string {
      return this.#key;
    }
    [INSPECT](_depth: number, _options: object, _inspect?: Inspect): string {
      return `key ${this.#key}`;
    }
  };

class PassedOn extends Inspected {
  [INSPECT](_depth: number, options: object, inspectValue?: Inspect): string {
    return inspectValue?.({ key: this.key }, options) ?? "";
  }
}

class Text {
  readonly #key: string;
  constructor(key: string) {
    this.#key = key;
  }
  [Symbol.toPrimitive](): string {
    return this.#key;
  }
}

class InheritingError extends Error {
  readonly #text: string;
  constructor(text: string) {
    super();
    Reflect.deleteProperty(this, "message");
    this.#text = text;
  }
  override get message(): string {
    return this.#text;
  }
}

class StackError extends Error {}
function stackErrorOf(secret: string): Error {
  const error = new StackError("refused");
  Reflect.deleteProperty(error, "stack");
  Object.defineProperty(StackError.prototype, "stack", {
    value: `StackError: ${secret}`,
    configurable: true,
  });
  return error;
}

/** A function with a secret property, and an object that leads back to it and is reached first. */
function functionInCircle(): object {
  const handler: { (): void; state?: object; command?: string } = () => {};
  const state = { handler };
  handler.state = state;
  handler.command = SECRET;
  return [handler, state];
}

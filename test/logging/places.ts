import { runInNewContext } from "node:vm";

/** Where a message can be in a value that is logged. */
export interface Place {
  readonly name: string;
  /** Makes a value with a message in it. */
  readonly put: (message: object) => object;
  /** Whether JSON shows what is in there. */
  readonly inJson: boolean;
  /** Whether `util.inspect` does. */
  readonly inInspect: boolean;
}

const INSPECT = Symbol.for("nodejs.util.inspect.custom");
type Show = (value: unknown, options: object) => string;

class Call {
  readonly request: object;

  constructor(request: object) {
    this.request = request;
  }
}

/** Prints itself by functions that work on no copy. */
class PrivateCall {
  readonly #request: object;
  readonly name = "call";

  constructor(request: object) {
    this.#request = request;
  }

  toJSON(): unknown {
    return { name: this.name, request: this.#request };
  }

  [INSPECT](): unknown {
    return { name: this.name, request: this.#request };
  }
}

class RequestError extends Error {
  override readonly name = "RequestError";
  readonly request: object;

  constructor(request: object) {
    super("failed");
    this.request = request;
  }
}

const everywhere = { inJson: true, inInspect: true };
const inInspectOnly = { inJson: false, inInspect: true };

export const PLACES: readonly Place[] = [
  { name: "a property", put: (request) => ({ request }), ...everywhere },
  { name: "a property deep down", put: (request) => ({ a: { b: [{ c: { request } }] } }), ...everywhere },
  { name: "a list", put: (request) => [1, request, request], ...everywhere },
  {
    name: "an object without prototype",
    put: (request) => Object.assign(Object.create(null), { request }),
    ...everywhere,
  },
  { name: "an instance of a class", put: (request) => new Call(request), ...everywhere },
  { name: "private fields", put: (request) => new PrivateCall(request), ...everywhere },
  {
    name: "what toJSON returns",
    put: (request) => ({ toJSON: () => request }),
    inJson: true,
    inInspect: false,
  },
  { name: "a frozen object", put: (request) => Object.freeze({ request }), ...everywhere },
  {
    name: "a getter",
    put: (request) => Object.defineProperty({}, "request", { get: () => request, enumerable: true }),
    inJson: true,
    inInspect: false,
  },
  {
    name: "an object with a getter that throws",
    put: (request) =>
      Object.defineProperty({ request }, "broken", {
        get: () => {
          throw new Error("broken");
        },
        enumerable: true,
      }),
    inJson: false,
    inInspect: true,
  },
  { name: "a proxy", put: (request) => new Proxy({ request }, {}), ...everywhere },
  {
    name: "behind a proxy",
    put: (request) => new Proxy({ request }, { get: () => "hidden" }),
    ...inInspectOnly,
  },
  { name: "an object within itself", put: circular, inJson: false, inInspect: true },
  {
    name: "a property named __proto__",
    put: (request) => Object.defineProperty({}, "__proto__", { value: request, enumerable: true }),
    ...everywhere,
  },
  {
    name: "a property named by a symbol",
    put: (request) => ({ [Symbol("request")]: request }),
    ...inInspectOnly,
  },
  { name: "a Map", put: (request) => new Map([["request", request]]), ...inInspectOnly },
  { name: "a key of a Map", put: (request) => new Map([[request, 1]]), ...inInspectOnly },
  { name: "a Set", put: (request) => new Set([request]), ...inInspectOnly },
  { name: "an iterator", put: (request) => new Map([["request", request]]).values(), ...inInspectOnly },
  { name: "a promise", put: (request) => Promise.resolve(request), ...inInspectOnly },
  { name: "a property of a list", put: (request) => Object.assign([1], { request }), ...inInspectOnly },
  { name: "a property of a Set", put: (request) => Object.assign(new Set(), { request }), ...everywhere },
  {
    name: "a property of a function",
    put: (request) => ({ call: Object.assign(() => 1, { request }) }),
    ...inInspectOnly,
  },
  { name: "a property of an error", put: (request) => new RequestError(request), ...everywhere },
  {
    name: "the cause of an error",
    put: (request) => new Error("failed", { cause: request }),
    ...inInspectOnly,
  },
  {
    name: "an error that is a cause",
    put: (request) => new Error("failed", { cause: new RequestError(request) }),
    ...inInspectOnly,
  },
  {
    name: "an error among several",
    put: (request) => new AggregateError([new RequestError(request)], "failed"),
    ...inInspectOnly,
  },
  {
    name: "what toJSON of a list returns",
    put: (request) => Object.assign([1], { toJSON: () => ({ request }) }),
    inJson: true,
    inInspect: false,
  },
  {
    name: "what a hidden toJSON returns",
    put: (request) => Object.defineProperty({ a: 1 }, "toJSON", { value: () => ({ request }) }),
    inJson: true,
    inInspect: false,
  },
  {
    name: "what an object inspects by itself",
    put: (request) => ({
      [INSPECT]: (_: number, options: object, show: Show) => `Call ${show({ request }, options)}`,
    }),
    ...inInspectOnly,
  },
  {
    name: "what toJSON of a function returns",
    put: (request) => ({ call: Object.assign(() => 1, { toJSON: () => ({ request }) }) }),
    inJson: true,
    inInspect: false,
  },
  {
    name: "what a function inspects by itself",
    put: (request) => ({ call: Object.assign(() => 1, { [INSPECT]: () => ({ request }) }) }),
    ...inInspectOnly,
  },
  {
    name: "what toJSON of a date returns",
    put: (request) => Object.defineProperty(new Date(0), "toJSON", { value: () => ({ request }) }),
    inJson: true,
    inInspect: false,
  },
  {
    name: "an object that shows itself as it is",
    put(request) {
      const call = { request, [INSPECT]: () => call };
      return call;
    },
    ...everywhere,
  },
  {
    name: "a property of a date",
    put: (request) => Object.assign(new Date(0), { request }),
    ...inInspectOnly,
  },
  {
    name: "a property of bytes",
    put: (request) => Object.assign(new Uint8Array(2), { request }),
    inJson: false,
    inInspect: true,
  },
  {
    name: "a property of a large Buffer",
    put: (request) => Object.assign(Buffer.alloc(5000), { request }),
    ...inInspectOnly,
  },
  {
    name: "a Map of another realm",
    put: (request) => ofOtherRealm("new Map([[1, request]])", request),
    ...inInspectOnly,
  },
  {
    name: "a Set of another realm",
    put: (request) => ofOtherRealm("new Set([request])", request),
    ...inInspectOnly,
  },
  {
    name: "an error of another realm",
    put: (request) => ofOtherRealm("new Error('failed', { cause: request })", request),
    ...inInspectOnly,
  },
  {
    name: "an error in an object",
    put: (request) => ({ failure: new RequestError(request) }),
    ...everywhere,
  },
];

/** Where only `util.inspect` with `showHidden` looks, which is what `%o` does. */
export const HIDDEN_PLACES: readonly Pick<Place, "name" | "put">[] = [
  { name: "a hidden property", put: (request) => hidden({}, "request", request) },
  { name: "a hidden property under a symbol", put: (request) => hidden({}, Symbol("request"), request) },
  { name: "a hidden property of a list", put: (request) => hidden([1], "request", request) },
  { name: "a hidden property of a Map", put: (request) => hidden(new Map(), "request", request) },
  { name: "a hidden property of a Set", put: (request) => hidden(new Set(), "request", request) },
  { name: "a hidden property of a date", put: (request) => hidden(new Date(0), "request", request) },
  { name: "a hidden property of a pattern", put: (request) => hidden(/a/, "request", request) },
  { name: "a hidden property of bytes", put: (request) => hidden(new Uint8Array(2), "request", request) },
  {
    name: "a hidden property of a Buffer",
    put: (request) => hidden(Buffer.from("open"), "request", request),
  },
  { name: "a hidden property of a buffer", put: (request) => hidden(new ArrayBuffer(2), "request", request) },
  {
    name: "a hidden property of an error",
    put: (request) => hidden(new Error("failed"), "request", request),
  },
  { name: "a hidden property of a function", put: (request) => hidden(() => 1, "request", request) },
  { name: "a hidden property of a class", put: (request) => hidden(class {}, "request", request) },
  {
    name: "a hidden property of a value in a Map",
    put: (request) => new Map([["call", hidden({}, "request", request)]]),
  },
  {
    name: "a hidden property of an object with other messages",
    put: (request) => hidden({ request }, "hidden", request),
  },
  { name: "the prototype of a function", put: (request) => functionWith({ request }) },
  { name: "an inherited property", put: (request) => Object.create({ request }) },
  {
    name: "a property inherited from far away",
    put: (request) => Object.create(Object.create(Object.create({ request }))),
  },
  {
    name: "a property inherited by an error",
    put: (request) => inheriting(new Error("failed"), { request }),
  },
  { name: "a property inherited by a list", put: (request) => inheriting([1], { request }) },
  { name: "a property inherited by a Map", put: (request) => inheriting(new Map(), { request }) },
  { name: "a property of a superclass", put: (request) => subclassOf(class {}, request) },
];

function hidden(object: object, key: PropertyKey, value: object): object {
  return Object.defineProperty(object, key, { value });
}

function functionWith(prototype: object): object {
  function handler(): void {}
  Object.assign(handler.prototype, prototype);
  return handler;
}

function inheriting(object: object, properties: object): object {
  const prototype = Object.assign(Object.create(Object.getPrototypeOf(object)), properties);
  return Object.setPrototypeOf(object, prototype);
}

function subclassOf(parent: new () => object, request: object): object {
  hidden(parent.prototype, "request", request);
  return new (class extends parent {})();
}

/** As tests of a program that runs in a sandbox have them. */
function ofOtherRealm(code: string, request: object): object {
  return runInNewContext(code, { request });
}

function circular(request: object): object {
  const call: Record<string, unknown> = { request };
  call["self"] = call;
  call["list"] = [call];
  return call;
}

import { inspect, types } from "node:util";
import { Metadata, status } from "@grpc/grpc-js";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { STRIPPED } from "../../src/index.js";
import { CollectedSecrets } from "../../src/scrub/collected-secrets.js";
import { deepFreeze } from "../properties/deep-freeze.js";

const SECRET = 'hunter2"x\\y';
const secrets = new CollectedSecrets([SECRET, "123456"]);

class DriverError extends Error {
  override readonly name = "DriverError";
  readonly command: readonly string[];
  constructor(message: string, command: readonly string[], options?: ErrorOptions) {
    super(message, options);
    this.command = command;
  }
  describe(): string {
    return `${this.message}: ${this.command.join(" ")}`;
  }
}

const noop = (): void => {};

/** All that a debugger or logger could see of a value. */
const shown = (value: unknown): string =>
  inspect(value, { depth: 200, showHidden: true, maxStringLength: null, breakLength: Infinity });

describe("a scrubbed error", () => {
  it("is a copy of the same class, without the secret in message, stack, properties and causes", () => {
    const cause = new RangeError(`--value ${SECRET}`);
    const error = new DriverError(`login failed: ${SECRET}`, ["iscsiadm", "--value", SECRET], { cause });
    const before = shown(error);
    const scrubbed = secrets.scrubError(deepFreeze(error));
    expect(scrubbed).toBeInstanceOf(DriverError);
    expect(types.isNativeError(scrubbed)).toBe(true);
    expect(scrubbed.message).toBe(`login failed: ${STRIPPED}`);
    expect(scrubbed.describe()).toBe(`login failed: ${STRIPPED}: iscsiadm --value ${STRIPPED}`);
    expect(scrubbed.stack).toContain("scrub-error.test.ts");
    expect(scrubbed.cause).toBeInstanceOf(RangeError);
    expect(Object.keys(scrubbed)).toEqual(Object.keys(error));
    expect(shown(scrubbed)).not.toContain("hunter2");
    expect(shown(error)).toBe(before);
  });

  it("may be its own cause, or part of its own properties", () => {
    const error: Error & { request?: unknown } = new Error(SECRET);
    error.cause = error;
    error.request = { error, list: [SECRET] };
    const scrubbed = secrets.scrubError(error);
    expect(scrubbed.cause).toBe(scrubbed);
    expect(scrubbed.request).toEqual({ error: scrubbed, list: [STRIPPED] });
  });

  it("holds the errors of an AggregateError", () => {
    const scrubbed = secrets.scrubError(
      new AggregateError([new TypeError(SECRET), SECRET, { pin: 123456 }], "both failed"),
    );
    expect(scrubbed).toBeInstanceOf(AggregateError);
    expect(scrubbed.errors).toMatchObject([{ message: STRIPPED }, STRIPPED, { pin: STRIPPED }]);
    expect(scrubbed.errors[0]).toBeInstanceOf(TypeError);
  });

  it("of gRPC has details and metadata of its own; binary metadata with a secret in it is gone", () => {
    const metadata = new Metadata({ waitForReady: true });
    metadata.set("retry-after", "30");
    metadata.set("password", encodeURIComponent(SECRET));
    metadata.set("grpc-status-details-bin", Buffer.from(`\x08\x03\x12\x20${SECRET}`));
    metadata.set("trace-bin", Buffer.from("open"));
    const error = Object.assign(new Error(`3 INVALID_ARGUMENT: ${SECRET}`), {
      code: status.INVALID_ARGUMENT,
      details: SECRET,
      metadata,
    });
    const scrubbed = secrets.scrubError(error);
    expect(scrubbed).toMatchObject({ code: 3, details: STRIPPED });
    expect(scrubbed.metadata).toBeInstanceOf(Metadata);
    expect(scrubbed.metadata.getMap()).toEqual({
      "retry-after": "30",
      password: STRIPPED,
      "trace-bin": Buffer.from("open"),
    });
    expect(scrubbed.metadata.getOptions()).toEqual({ waitForReady: true });
    expect(metadata.get("password")).toEqual([encodeURIComponent(SECRET)]);
  });

  it("keeps values without a secret, and copies values with one: buffers, maps, sets, headers, URLs", () => {
    const socket = new (class Socket {
      readonly #handle = 7;
      handle(): number {
        return this.#handle;
      }
    })();
    const error = Object.assign(new Error("failed"), {
      socket,
      body: Buffer.from(`password=${SECRET}`),
      open: Buffer.from("open"),
      map: new Map([["a", SECRET]]),
      set: new Set([SECRET]),
      headers: new Headers({ authorization: `Basic ${btoa(`user:${SECRET}`)}`, accept: "*/*" }),
      url: new URL(`https://user:${encodeURIComponent(SECRET)}@example.com/`),
      [Symbol("request")]: SECRET,
      [`x-${SECRET}`]: 1,
    });
    const scrubbed = secrets.scrubError(error);
    expect(scrubbed.socket).toBe(socket);
    expect(scrubbed.open).toBe(error.open);
    expect(scrubbed.body).toBeInstanceOf(Buffer);
    expect(scrubbed.headers.get("accept")).toBe("*/*");
    expect(String(scrubbed.url)).toBe(`https://user:${STRIPPED}@example.com/`);
    const everything = `${shown(scrubbed)} ${scrubbed.body} ${[...scrubbed.headers]}`;
    expect(everything).not.toMatch(/hunter2|aHVudGVy/);
  });

  it("holds no secret in the names of symbols and the properties of functions", () => {
    const handler = Object.assign(() => {}, { command: [SECRET] });
    const itself: (() => void) & { self?: unknown } = () => {};
    itself.self = itself;
    const error = Object.assign(new Error("failed"), {
      [Symbol(SECRET)]: 1,
      symbol: Symbol(SECRET),
      handler,
      inside: { handler },
      itself,
      open: noop,
    });
    const scrubbed = secrets.scrubError(error);
    expect(shown(scrubbed)).not.toContain("hunter2");
    expect(scrubbed).toMatchObject({ symbol: STRIPPED, handler: STRIPPED, inside: { handler: STRIPPED } });
    expect(scrubbed).toMatchObject({ open: noop, itself });
  });

  it("may be a DOMException, or of another realm's kind", () => {
    const scrubbed = secrets.scrubError(new DOMException(SECRET, "AbortError"));
    expect(scrubbed).toBeInstanceOf(DOMException);
    expect([scrubbed.name, scrubbed.message, scrubbed.code]).toEqual(["AbortError", STRIPPED, 20]);
  });

  it("comes of getters and proxies that throw, too", () => {
    const error = new Error(SECRET);
    const hostile = new Proxy(
      {},
      { ownKeys: () => expect.fail(SECRET), getPrototypeOf: () => expect.fail(SECRET) },
    );
    Object.defineProperty(error, "broken", { enumerable: true, get: () => expect.fail(SECRET) });
    Object.assign(error, { hostile });
    expect(secrets.scrubError(error)).toMatchObject({
      message: STRIPPED,
      broken: STRIPPED,
      hostile: STRIPPED,
    });
    expect(secrets.scrubError(hostile)).toEqual(new Error(STRIPPED));
  });

  it("is bounded: values that are too deep or too many are not shown", () => {
    let error = new Error(SECRET);
    for (let depth = 0; depth < 5000; depth++) error = new Error(`level ${depth}`, { cause: error });
    expect(shown(secrets.scrubError(error))).not.toContain("hunter2");
    const wide = { list: Array.from({ length: 50_000 }, (_, index) => (index === 49_999 ? SECRET : "open")) };
    expect(secrets.scrubError(wide).list).not.toContain(SECRET);
  });
});

describe("anything else that is thrown", () => {
  it("is scrubbed if there is something to scrub, and else the same", () => {
    const open = { a: [1, "b"], c: new Date(0) };
    expect(secrets.scrubError(open)).toBe(open);
    expect(secrets.scrubError(SECRET)).toBe(STRIPPED);
    expect(secrets.scrubError({ a: { b: [SECRET] } })).toEqual({ a: { b: [STRIPPED] } });
    for (const value of [null, undefined, 7, true, 7n, Symbol.iterator])
      expect(secrets.scrubError(value)).toBe(value);
  });

  it("never throws, for any value", () => {
    fc.assert(
      fc.property(
        fc.anything({
          withMap: true,
          withSet: true,
          withTypedArray: true,
          withNullPrototype: true,
          withBigInt: true,
        }),
        (value) => {
          const holding = { value, text: SECRET };
          expect(shown(secrets.scrubError(holding))).not.toContain("hunter2");
          expect(() => secrets.scrubError(value)).not.toThrow();
        },
      ),
    );
  });
});

import { inspect, types } from "node:util";
import { afterEach, describe, expect, it } from "vitest";
import { messageRules, strippedMessage } from "../../src/logging/logged-messages.js";
import { INSPECTED } from "../../src/values/inspected.js";
import { jsonRules, scrubbingRules } from "../../src/values/log-rules.js";
import { ValueWalk } from "../../src/values/value-walk.js";
import { PLACES } from "./places.js";
import { holds, login, nothingLive, reflectedLogin, sanitizer, whileLive } from "./secret-message.js";

const messages = messageRules((message) => strippedMessage(sanitizer, message));

function safe(value: unknown): unknown {
  return new ValueWalk(jsonRules(sanitizer.live, messages)).walk(value);
}

function safeToInspect(value: unknown): unknown {
  const rules = scrubbingRules(sanitizer.live, messages, INSPECTED);
  // Messages alone are looked for.
  return new ValueWalk({ ...rules, scrubsTexts: false }).walk(value);
}

const shown = (value: unknown) => inspect(value, { depth: 20 });

describe.each([
  { library: "@bufbuild/protobuf", make: login },
  { library: "protobufjs", make: reflectedLogin },
])("a message of $library", ({ make }) => {
  it.each(PLACES.filter(({ inJson }) => inJson))("in $name is stripped for JSON", ({ put }) => {
    const value = put(make());
    expect(holds(JSON.stringify(value))).toBe(true);
    const text = JSON.stringify(safe(value));
    expect(holds(text)).toBe(false);
    expect(text).toContain("***stripped***");
    expect(text).toContain("jane");
  });

  it.each(PLACES.filter(({ inInspect }) => inInspect))("in $name is stripped for util.inspect", ({ put }) => {
    const value = put(make());
    expect(holds(shown(value))).toBe(true);
    expect(holds(shown(safeToInspect(value)))).toBe(false);
  });

  it.each(PLACES)("in $name stays as it is", ({ put }) => {
    const value = put(make());
    const before = inspect(value, { depth: 20, showHidden: true });
    safe(value);
    safeToInspect(value);
    expect(inspect(value, { depth: 20, showHidden: true })).toBe(before);
  });
});

describe("a value without messages", () => {
  it.each(
    PLACES.filter(
      ({ name }) =>
        !/throws|a promise|an iterator|behind|inspects|of a function returns|shows itself|of bytes|Buffer/.test(
          name,
        ),
    ),
  )("comes back itself: $name", ({ put }) => {
    const value = put({ user: "jane" });
    expect(safe(value)).toBe(value);
    if (!types.isProxy(value) && !/Private/.test(value.constructor?.name))
      expect(safeToInspect(value)).toBe(value);
  });

  it("is shared with the copy if only another part must change", () => {
    const open = { list: [1, { two: 2 }] };
    const copy = safe({ open, request: login() });
    expect(copy).toHaveProperty("open", open);
    expect((copy as { open: object }).open).toBe(open);
  });
});

describe("the output for a copy", () => {
  it("is the same as for the original if there is no message", () => {
    class Point {
      readonly #x = 1;
      readonly holds: unknown;
      constructor(inside: unknown) {
        this.holds = inside;
      }
      toJSON(): unknown {
        return { x: this.#x, holds: this.holds };
      }
      toString(): string {
        return `Point ${this.#x}`;
      }
    }
    const point = safeToInspect(new Point(login()));
    expect(String(point)).toBe("Point 1");
    expect(JSON.parse(JSON.stringify(point))).toEqual({
      x: 1,
      holds: { user: "jane", password: "***stripped***" },
    });
    expect(inspect(point)).toMatch(/^Point \{\s+holds: Stripped<acme.v1.Login>/);
  });

  it("of an error is an error of the same class, with its message, its stack and its place in a chain of causes", () => {
    class Refused extends Error {
      readonly request = login();
      override get message(): string {
        return "refused";
      }
    }
    const cause = new Refused();
    const copy = safe(new RangeError("outer", { cause })) as Error;
    expect(copy).toBeInstanceOf(RangeError);
    expect(copy.message).toBe("outer");
    expect(copy.cause).toBeInstanceOf(Refused);
    expect(copy.cause).toMatchObject({ message: "refused", stack: cause.stack });
    expect(Object.keys(copy)).toEqual([]);
    expect(holds(inspect(copy))).toBe(false);
  });

  it("of an exception of the platform works without the fields that it lacks", () => {
    const exception = Object.assign(new DOMException("aborted", "AbortError"), { request: login() });
    const copy = safe(exception) as DOMException;
    expect(copy.name).toBe("AbortError");
    expect(copy.code).toBe(20);
    expect(holds(inspect(copy))).toBe(false);
  });
});

describe("hostile values", () => {
  it("become notes, for any error at any place", () => {
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    const thrower = {
      get: () => {
        throw undefined;
      },
    };
    const values = {
      revoked: proxy,
      keys: new Proxy(
        {},
        {
          ownKeys: () => {
            throw new Error("keys");
          },
        },
      ),
      prototype: new Proxy(
        {},
        {
          getPrototypeOf: () => {
            throw new Error("prototype");
          },
        },
      ),
      getter: Object.defineProperty({}, "x", { ...thrower, enumerable: true }),
      type: Object.defineProperty({}, "$typeName", { ...thrower, enumerable: true }),
      json: {
        toJSON: () => {
          throw new Error("json");
        },
      },
    };
    expect(JSON.parse(JSON.stringify(safe(values)))).toEqual({
      revoked: "<<could not be read>>",
      keys: "<<could not be read>>",
      prototype: "<<could not be read>>",
      getter: { x: "<<could not be read>>" },
      type: "<<could not be read>>",
      json: "<<could not be read>>",
    });
  });

  it("are cut if they are nested too deep", () => {
    let nested: object = login();
    for (let depth = 0; depth < 20_000; depth++) nested = { nested };
    const text = JSON.stringify(safe(nested));
    expect(text).toContain("<<nested too deep to be logged>>");
    expect(text).not.toContain("jane");
  });

  it("are cut if there are too many of them", () => {
    const many = Array.from({ length: 100_100 }, () => [{}]);
    many.push([login()]);
    const text = JSON.stringify(safe(many));
    expect(text).toContain("<<too many values to be logged>>");
    expect(text).not.toContain("jane");
  });

  it("are walked once, even if many ways lead to them", () => {
    let value: object = { request: login() };
    for (let level = 0; level < 40; level++) value = { left: value, right: value };
    const safeValue = safe(value) as { left: object; right: object };
    expect(safeValue.left).toBe(safeValue.right);
    expect(safeValue.left).not.toBe((value as { left: object }).left);
  });

  it("with an unknown type print a note", () => {
    expect(JSON.stringify(safe({ a: { $typeName: "acme.v1.Unknown", password: "x" } }))).toBe(
      '{"a":"<<unknown type, acme.v1.Unknown>>"}',
    );
  });
});

describe("bytes that hold a live secret", () => {
  afterEach(nothingLive);

  const bytes = new TextEncoder().encode("password=correct horse battery");

  it.each([
    { kind: "a Uint8Array", value: bytes },
    { kind: "a Buffer", value: Buffer.from(bytes) },
    { kind: "an ArrayBuffer", value: bytes.buffer },
    { kind: "a DataView", value: new DataView(bytes.buffer) },
    { kind: "a list of numbers, as JSON has of a Buffer", value: Buffer.from(bytes).toJSON().data },
  ])("are replaced: $kind", ({ value }) => {
    expect(safe({ value })).toEqual({ value });
    const replaced = whileLive(() => safe({ value, other: Buffer.from("open") }), "correct horse");
    expect(replaced).toEqual({ value: "***stripped***", other: Buffer.from("open") });
  });
});

import assert from "node:assert";
import { Console } from "node:console";
import { Session } from "node:inspector";
import { Writable } from "node:stream";
import { format, inspect, isDeepStrictEqual } from "node:util";
import { serialize } from "node:v8";
import fc from "fast-check";
import pino from "pino";
import { describe, expect, it } from "vitest";
import { Secret } from "../../../src/csi/index.js";
import { anyText } from "../../any-text.js";

const TEXT = "hunter2";

function consoleText(value: unknown): string {
  let text = "";
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      text += chunk.toString();
      done();
    },
  });
  const console = new Console(stream);
  console.log(value);
  console.log("%s %o %O %j %d", value, value, value, value, value);
  console.dir({ a: { b: value } }, { depth: null, showHidden: true });
  console.table([{ value }]);
  return text;
}

function diffText(value: unknown): string {
  try {
    assert.deepStrictEqual({ value }, { value: 1 });
  } catch (error) {
    return inspect(error, { depth: null });
  }
  throw new Error("they are equal");
}

/** What a debugger sees of a value, two levels deep: as DevTools does when an object is unfolded. */
function debuggerText(value: unknown): string {
  const session = new Session();
  const seen: unknown[] = [];
  session.connect();
  Reflect.set(globalThis, "shown", { value });
  const unfold = (objectId: string, depth: number): void => {
    session.post("Runtime.getProperties", { objectId, generatePreview: true }, (error, properties) => {
      if (error !== null) throw error;
      seen.push(properties);
      // Not in the types of this version of Node.
      const named = [...properties.result, ...(Reflect.get(properties, "privateProperties") ?? [])];
      for (const { value: inner } of named) {
        // A symbol has nothing inside.
        if (inner?.objectId !== undefined && inner.type !== "symbol" && depth > 0)
          unfold(inner.objectId, depth - 1);
      }
    });
  };
  session.post(
    "Runtime.evaluate",
    { expression: "globalThis.shown", generatePreview: true },
    (error, { result }) => {
      if (error !== null) throw error;
      seen.push(result);
      if (result.objectId !== undefined) unfold(result.objectId, 2);
    },
  );
  Reflect.deleteProperty(globalThis, "shown");
  session.disconnect();
  return JSON.stringify(seen);
}

function pinoText(value: Secret): string {
  const lines: string[] = [];
  const log = pino({}, { write: (line) => lines.push(line) });
  log.info({ value, deep: { value } }, "%s %o", value, value);
  return lines.join("");
}

describe("a secret", () => {
  it("prints as the marker", () => {
    const secret = new Secret(TEXT);
    expect(`${secret}`).toBe("***stripped***");
    expect(String(secret)).toBe("***stripped***");
    expect(Number(secret)).toBeNaN();
    expect(JSON.stringify({ secret })).toBe('{"secret":"***stripped***"}');
    expect(inspect({ a: { b: { c: secret } } }, { depth: null })).toContain("c: Secret<***stripped***>");
    expect(format("%s", secret)).toBe("***stripped***");
  });

  it.each<[string, (secret: Secret) => string]>([
    ["inspection", (secret) => inspect(secret, { showHidden: true, depth: null, showProxy: true })],
    ["inspection without customs", (secret) => inspect(secret, { customInspect: false, showHidden: true })],
    ["a console", consoleText],
    ["an assertion", diffText],
    ["a logger", pinoText],
    ["structuredClone", (secret) => inspect(structuredClone<object>({ secret }), { depth: null })],
    ["v8.serialize", (secret) => serialize({ secret }).toString("latin1")],
    ["a spread", (secret) => inspect({ ...secret })],
    ["its keys", (secret) => inspect(Reflect.ownKeys(secret))],
    ["an error's cause", (secret) => inspect(new Error("x", { cause: secret }), { depth: null })],
    ["a Map", (secret) => inspect(new Map([[secret, secret]]), { depth: null, showHidden: true })],
    ["a debugger that unfolds it", debuggerText],
    [
      "the error of a proxy",
      (secret) => {
        try {
          return new Proxy(secret, {}).reveal();
        } catch (error) {
          return inspect(error);
        }
      },
    ],
  ])("shows nothing of its text in %s", (_, print) => {
    const text = print(new Secret(TEXT));
    expect(text).not.toBe("");
    expect(text).not.toContain(TEXT);
  });

  it("reveals its text, and nothing else does", () => {
    fc.assert(fc.property(anyText(), (text) => new Secret(text).reveal() === text));
    expect(() => Secret.prototype.reveal.call(Object.create(Secret.prototype))).toThrow(TypeError);
  });

  it("equals secrets and texts with the same content, and no others", () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (a, b) => {
        const secret = new Secret(a);
        expect(secret.equals(new Secret(a))).toBe(true);
        expect(secret.equals(a)).toBe(true);
        expect(secret.equals(b)).toBe(a === b);
        expect(secret.equals(new Secret(a + b))).toBe(b === "");
        // What repeats itself is not taken for one copy.
        expect(secret.equals(a + a)).toBe(a === "");
      }),
    );
  });

  it("equals nothing that has no text", () => {
    const bare: Secret = Object.create(Secret.prototype);
    expect(new Secret(TEXT).equals(bare)).toBe(false);
    expect(bare.equals(bare)).toBe(false);
    expect(new Secret("").equals("\0")).toBe(false);
  });

  it("is deep-equal to secrets with the same text, and to no others, wherever it is held", () => {
    const holders: readonly ((secret: Secret) => unknown)[] = [
      (secret) => secret,
      (secret) => [secret],
      (secret) => ({ a: { token: secret } }),
      (secret) => new Map([["vault", { token: secret }]]),
      (secret) => new Set([{ secret }]),
    ];
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.constantFrom(...holders), (a, b, hold) => {
        const [first, second] = [hold(new Secret(a)), hold(new Secret(b))];
        expect(isDeepStrictEqual(first, second)).toBe(a === b);
        if (a === b) expect(first).toEqual(second);
        else expect(first).not.toEqual(second);
      }),
    );
    expect(() => assert.deepStrictEqual(new Secret("a"), new Secret("b"))).toThrow(assert.AssertionError);
    assert.deepStrictEqual(new Secret("a"), new Secret("a"));
  });
});

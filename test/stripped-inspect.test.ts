import assert from "node:assert";
import { Console } from "node:console";
import { Writable } from "node:stream";
import { format, type InspectOptions, inspect } from "node:util";
import { create } from "@bufbuild/protobuf";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { NodePublishVolumeRequestSchema } from "../src/csi/gen/csi/v1/csi_pb.js";
import { stripSecrets } from "../src/csi/index.js";
import { Stripped } from "../src/index.js";

const SECRET = "hunter2";
const TEXT = '{"secrets":"***stripped***","volume_id":"vol-1"}';
const INSPECTED =
  "Stripped<csi.v1.NodePublishVolumeRequest> { secrets: '***stripped***', volume_id: 'vol-1' }";

function stripped(secret = SECRET): Stripped {
  return stripSecrets(
    create(NodePublishVolumeRequestSchema, { volumeId: "vol-1", secrets: { password: secret } }),
  );
}

describe("util.inspect", () => {
  it("shows the type's name and a readable object", () => {
    expect(inspect(stripped())).toBe(INSPECTED);
  });

  it("shows only the name at the depth limit", () => {
    const label = "[Stripped<csi.v1.NodePublishVolumeRequest>]";
    expect(inspect({ a: stripped() }, { depth: 0 })).toBe(`{ a: ${label} }`);
    expect(inspect(stripped(), { depth: -1 })).toBe(label);
  });

  it("counts the depth on into the message", () => {
    const message = create(NodePublishVolumeRequestSchema, {
      volumeCapability: { accessType: { case: "mount", value: { fsType: "ext4" } } },
    });
    expect(inspect(stripSecrets(message), { depth: 0, breakLength: 200 })).toBe(
      "Stripped<csi.v1.NodePublishVolumeRequest> { volume_capability: [Object] }",
    );
    expect(inspect(stripSecrets(message), { depth: null, breakLength: 200 })).toBe(
      "Stripped<csi.v1.NodePublishVolumeRequest> { volume_capability: { mount: { fs_type: 'ext4' } } }",
    );
  });

  it("colours the name and the values if it is asked to", () => {
    expect(inspect(stripped(), { colors: true })).toBe(
      "\u001b[36mStripped<csi.v1.NodePublishVolumeRequest>\u001b[39m " +
        "{ secrets: \u001b[32m'***stripped***'\u001b[39m, volume_id: \u001b[32m'vol-1'\u001b[39m }",
    );
  });

  it("shows an empty object if custom inspection is off", () => {
    expect(inspect(stripped(), { customInspect: false, showHidden: true })).toBe(
      "Stripped { [text]: [Getter] }",
    );
  });

  it("escapes characters that end a line or control a terminal", () => {
    const hostile = create(NodePublishVolumeRequestSchema, {
      volumeContext: { "key\u2028\u0085": "value\u2029\u001b[2J\u009b2J" },
    });
    expect(inspect(stripSecrets(hostile), { breakLength: 200 })).toBe(
      "Stripped<csi.v1.NodePublishVolumeRequest> " +
        "{ volume_context: { 'key\\u2028\\x85': 'value\\u2029\\x1B[2J\\x9B2J' } }",
    );
  });

  it("never shows a secret, for any options and at any place", () => {
    const options: fc.Arbitrary<InspectOptions> = fc.record(
      {
        depth: fc.constantFrom(null, -1, 0, 1, 5, Number.POSITIVE_INFINITY),
        showHidden: fc.boolean(),
        showProxy: fc.boolean(),
        customInspect: fc.boolean(),
        getters: fc.constantFrom(true, false, "get" as const, "set" as const),
        colors: fc.boolean(),
        compact: fc.constantFrom(true, false, 3),
        breakLength: fc.constantFrom(1, 80, Number.POSITIVE_INFINITY),
        maxArrayLength: fc.constantFrom(0, 1, null),
        maxStringLength: fc.constantFrom(0, 5, null),
        sorted: fc.boolean(),
      },
      { requiredKeys: [] },
    );
    const places: readonly ((value: Stripped) => unknown)[] = [
      (value) => value,
      (value) => ({ a: { b: { c: { d: { e: value } } } } }),
      (value) => [[value]],
      (value) => new Map([[value, value]]),
      (value) => new Set([value]),
      (value) => Object.defineProperty({}, "hidden", { value }),
      (value) => ({
        get request() {
          return value;
        },
      }),
      (value) => ({ [Symbol("request")]: value }),
      (value) => Promise.resolve(value),
      (value) => new Proxy({ value }, {}),
      (value) => new Error("publish failed", { cause: value }),
      (value) => Object.assign(new Error("publish failed"), { request: value }),
      (value) => new AggregateError([value, new Error("x", { cause: value })]),
    ];
    fc.assert(
      fc.property(fc.constantFrom(...places), options, (place, chosen) => {
        const [text, twin] = [SECRET, "another one"].map((secret) =>
          inspect(place(stripped(secret)), chosen),
        );
        expect(text).not.toContain(SECRET);
        expect(text).toBe(twin);
      }),
    );
  });
});

describe("util.format", () => {
  it.each([
    ["%s", TEXT],
    ["%j", TEXT],
    ["%o", INSPECTED],
    ["%O", INSPECTED],
    ["%d", "NaN"],
    ["%i", "NaN"],
    ["%f", "NaN"],
    ["%c", ""],
    ["%%", `% ${INSPECTED}`],
    ["no place for it:", `no place for it: ${INSPECTED}`],
  ])("%s", (template, expected) => {
    expect(format(template, stripped())).toBe(expected);
  });

  it("shows it if it is not a template", () => {
    expect(format(stripped(), stripped())).toBe(`${INSPECTED} ${INSPECTED}`);
  });
});

describe("the console", () => {
  const shown = "volume_id: 'vol-1'";

  it.each([
    ["log", shown],
    ["info", shown],
    ["warn", shown],
    ["error", shown],
    ["debug", shown],
    ["trace", shown],
    ["group", shown],
    ["dir", "request: Stripped {}"],
    ["table", "request"],
  ] as const)("console.%s prints no secret", (method, expected) => {
    const written: string[] = [];
    const stream = new Writable({
      write(chunk, _encoding, done) {
        written.push(String(chunk));
        done();
      },
    });
    const console = new Console(stream, stream);
    console[method](stripped());
    console[method]([{ request: stripped() }]);
    console[method](new Error("publish failed", { cause: stripped() }));
    expect(written.join("")).toContain(expected);
    expect(written.join("")).not.toContain(SECRET);
  });
});

describe("assertions that fail", () => {
  const checks: Record<string, (actual: unknown, expected: unknown) => void> = {
    "assert.deepStrictEqual": (actual, expected) => assert.deepStrictEqual(actual, expected),
    "assert.strictEqual": (actual, expected) => assert.strictEqual(actual, expected),
    "assert.equal": (actual, expected) => assert.equal(actual, expected),
    "expect().toEqual": (actual, expected) => expect(actual).toEqual(expected),
    "expect().toBe": (actual, expected) => expect(actual).toBe(expected),
  };

  it.each(Object.entries(checks))("%s shows no secret in its diff", (_, check) => {
    const error = errorOf(() => check({ request: stripped() }, { request: "something else" }));
    for (const text of [error.message, error.stack, inspect(error, { depth: 9, showHidden: true })]) {
      expect(text).not.toContain(SECRET);
    }
    expect(JSON.stringify(error)).not.toContain(SECRET);
  });
});

describe("a value that is almost a stripped message", () => {
  it("the class itself can be inspected", () => {
    expect(inspect(Stripped, { showHidden: true, depth: 9 })).toContain("[class Stripped]");
    expect(() => inspect(Stripped.prototype)).not.toThrow();
  });

  // A Proxy has no private fields: tracing and reactivity libraries make such, and then log them.
  it.each<[string, (value: Stripped) => object]>([
    ["a proxy of one", (value) => new Proxy(value, {})],
    ["an object that inherits from one", (value) => Object.create(value)],
  ])("%s prints something, and no secret", (_, derive) => {
    const derived = derive(stripped());
    expect(`${derived}`).not.toContain(SECRET);
    expect(JSON.stringify(derived)).not.toContain(SECRET);
    expect(inspect(derived)).not.toContain(SECRET);
    expect(format("%s %o %j", derived, derived, derived)).not.toContain(SECRET);
  });
});

function errorOf(action: () => void): Error {
  try {
    action();
  } catch (error) {
    if (error instanceof Error) return error;
  }
  throw new Error("nothing was thrown");
}

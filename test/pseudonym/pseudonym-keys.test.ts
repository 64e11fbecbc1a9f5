import { inspect } from "node:util";
import { MessageChannel, receiveMessageOnPort } from "node:worker_threads";
import { describe, expect, it } from "vitest";
import { createSanitizer, type SanitizerOptions } from "../../src/index.js";
import { createPseudonyms, type PseudonymKey } from "../../src/pseudonym/index.js";
import { createTextSanitizer } from "../../src/text/index.js";
import { testRegistry } from "../schema/test-files.js";
import { SECRET_KEY } from "./secret-key.js";

const key = Buffer.from(SECRET_KEY);
const short = SECRET_KEY.slice(0, 31);
const email = "jane.doe@example.com";

describe("what makes pseudonyms", () => {
  it("shows its key nowhere", () => {
    const pseudonyms = createPseudonyms([{ key, keyId: "k7" }, { key: `${SECRET_KEY}!` }]);
    const sanitizer = createSanitizer({
      schemas: [testRegistry],
      policy: { fields: [{ field: "probe.v1.Leaf.open", class: "pii" }] },
      classes: { pii: "pseudonym" },
      pseudonyms,
    });
    sanitizer.stringify("probe.v1.Leaf", { open: email });
    const shown: string[] = [];
    for (const one of [pseudonyms, pseudonyms.ofClass("pii"), pseudonyms.ofClass("pii").text, sanitizer]) {
      shown.push(
        inspect(one, { showHidden: true, depth: 20, getters: true }),
        String(one),
        JSON.stringify(one) ?? "",
      );
      shown.push(...messagesOf(() => structuredClone(one)));
    }
    const { port1, port2 } = new MessageChannel();
    port1.postMessage(pseudonyms);
    shown.push(inspect(receiveMessageOnPort(port2), { showHidden: true, depth: 20 }));
    port1.close();
    const forms = ["utf8", "hex", "base64", "latin1"] as const;
    for (const text of shown) {
      for (const form of forms) expect(text).not.toContain(key.toString(form).slice(4, 20));
      expect(text).not.toContain([...key].slice(4, 12).join(", "));
    }
  });

  it("is of no use in another thread: it is refused there, and its pseudonyms are made of no other key", () => {
    const cloned = structuredClone(createPseudonyms({ key })) as unknown;
    expect(() => createSanitizer({ pseudonyms: cloned as never })).toThrow("expected at least 32 bytes");
    expect(() => createTextSanitizer({ pseudonyms: cloned as never })).toThrow(
      "pseudonyms: expected what createPseudonyms of protosanitizer/pseudonym returns",
    );
  });

  it("has the names of its keys, up to 32 letters long, and no list that changes them", () => {
    const long = "k".repeat(32);
    const pseudonyms = createPseudonyms([{ key }, { key: key.toReversed(), keyId: long }]);
    (pseudonyms.keyIds as string[]).pop();
    expect(pseudonyms.keyIds).toEqual(["k1", long]);
    expect(createPseudonyms({ key: SECRET_KEY.slice(0, 32) }).keyIds).toEqual(["k1"]);
  });

  it("does not change with the key that it was given", () => {
    const bytes = Uint8Array.from(key);
    const pseudonyms = createPseudonyms({ key: bytes });
    const before = pseudonyms.of(email);
    bytes.fill(0);
    expect(pseudonyms.of(email)).toEqual(before);
    expect(key.toString()).toBe(SECRET_KEY);
  });

  it.each<[string, unknown, string]>([
    ["a short key", { key: short }, "key: expected at least 32 bytes"],
    ["a short key in bytes", { key: Buffer.from(short) }, "key: expected at least 32 bytes"],
    ["no key", {}, "key: expected at least 32 bytes"],
    ["a key of another type", { key: [...key] }, "key: expected at least 32 bytes"],
    ["a wrong name", { key, keyId: SECRET_KEY }, "keyId: expected up to 32 letters"],
    ["a name that is too long", { key, keyId: "k".repeat(33) }, "keyId: expected up to 32 letters"],
    ["no name", { key, keyId: "" }, "keyId: expected up to 32 letters"],
    ["a name that is no text", { key, keyId: 7 }, "keyId: expected up to 32 letters"],
    ["a name with a colon", { key, keyId: "a:b" }, "keyId: expected up to 32 letters"],
    ["one name twice", [{ key }, { key: key.toReversed() }], "keyId: two keys have the same name"],
    ["no keys", [], "needs a key"],
    ["undefined", undefined, "not an object"],
    ["the key itself", SECRET_KEY, "not an object"],
    ["an option that does not exist", { key, id: "k7" }, "id: no such option of createPseudonyms"],
  ])("refuses %s, and does not quote it", (_, given, problem) => {
    const [message = ""] = messagesOf(() => createPseudonyms(given as PseudonymKey));
    expect(message).toContain(problem);
    expect(message).not.toContain(SECRET_KEY.slice(0, 12));
    expect(() => createPseudonyms(given as PseudonymKey)).toThrow(TypeError);
  });
});

describe("a class with pseudonyms", () => {
  const policy = { fields: [{ field: "probe.v1.Leaf.open", class: "pii" }] };
  const classes = { pii: "pseudonym" } as const;

  it("takes a key, or several, as createPseudonyms does, and is not changed by names on Object.prototype", () => {
    const keys = { key, keyId: "k7" };
    const older = { key: key.toReversed(), keyId: "k6" };
    const print = (pseudonyms: NonNullable<SanitizerOptions["pseudonyms"]>): string =>
      createSanitizer({ schemas: [testRegistry], policy, classes, pseudonyms }).stringify("probe.v1.Leaf", {
        open: email,
      });
    const expected = print(createPseudonyms(keys));
    expect(expected).toMatch(/^\{"open":"\*{3}k7:[\da-f]{12}\*{3}"\}$/);
    expect([print(keys), print([keys, older])]).toEqual([expected, expected]);
    Object.defineProperty(Object.prototype, "ofClass", { value: () => undefined, configurable: true });
    try {
      expect(print(keys)).toBe(expected);
    } finally {
      Reflect.deleteProperty(Object.prototype, "ofClass");
    }
  });

  it.each<[string, object, string]>([
    ["nothing makes them", { classes: { pii: "pseudonym" } }, 'classes: "pii": needs the option pseudonyms'],
    [
      "a key is short",
      { classes: { pii: "pseudonym" }, pseudonyms: { key: short, keyId: "k7" } },
      "key: expected at least 32 bytes",
    ],
    ["it is null", { classes: { pii: "pseudonym" }, pseudonyms: null }, "not an object"],
    [
      "it is the class secret",
      { classes: { secret: "pseudonym" }, pseudonyms: createPseudonyms({ key }) },
      'classes: "secret": cannot be shown',
    ],
  ])("is an error if %s", (_, options, problem) => {
    const [message = ""] = messagesOf(() => createSanitizer({ schemas: [testRegistry], policy, ...options }));
    expect(message).toContain(problem);
    expect(message).not.toContain(SECRET_KEY.slice(0, 12));
  });
});

/** The message of what a function throws, with its stack. */
function messagesOf(make: () => unknown): readonly string[] {
  try {
    make();
    return [];
  } catch (error) {
    return [error instanceof Error ? `${error.message}\n${error.stack}` : String(error)];
  }
}

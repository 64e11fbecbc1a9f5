import { inspect } from "node:util";
import { create, type Message } from "@bufbuild/protobuf";
import { beforeEach, describe, expect, it } from "vitest";
import { LeafSchema, MapsSchema } from "../gen/probe_pb.js";
import { withPolluted } from "../hostile/polluted.js";
import { testRedactor } from "./test-redactor.js";

const SECRET = "hunter2";
const JWT = "eyJhbGciOiJub25lIn0.eyJzdWIiOiJhIn0.c2ln";

/** A message with an open and a secret field, and one with maps of both kinds. */
const leaf = () => create(LeafSchema, { open: "a", hidden: SECRET });
const openLeaf = () => create(LeafSchema, { open: "a" });
const maps = (byString: Record<string, string> = { a: "b", c: "d" }) =>
  create(MapsSchema, { byString, hiddenMap: { e: SECRET } });

describe("an object that has the properties of one before it", () => {
  let { redact, print } = testRedactor();
  beforeEach(() => {
    ({ redact, print } = testRedactor());
    for (const message of [leaf(), openLeaf()]) redact(LeafSchema, message);
    redact(MapsSchema, maps());
  });

  it("is the original if nothing in it is secret", () => {
    const message = openLeaf();
    expect(testRedactor([{ fieldOptions: [] }]).redact(LeafSchema, message)).toBe(message);
    const { byString } = maps();
    expect(redact(MapsSchema, Object.assign(maps(), { byString })).byString).toBe(byString);
  });

  it("has a credential replaced, also if the last message had none", () => {
    expect(redact(LeafSchema, Object.assign(openLeaf(), { open: JWT })).open).toBe("***stripped***");
    expect(redact(MapsSchema, maps({ a: "b", c: JWT })).byString).toEqual({ a: "b", c: "***stripped***" });
    expect(redact(MapsSchema, maps({ a: "b", c: "d" })).byString).toEqual({ a: "b", c: "d" });
  });

  it.each([true, false])("loses its properties under symbols (enumerable: %s)", (enumerable) => {
    const symbol = Symbol("not a field");
    for (const message of [leaf(), openLeaf()]) {
      Object.defineProperty(message, symbol, { value: SECRET, enumerable });
      expect(inspectAll(redact(LeafSchema, message))).not.toContain(SECRET);
    }
    const message = maps();
    Object.defineProperty(message.byString, symbol, { value: SECRET, enumerable });
    expect(inspectAll(redact(MapsSchema, message))).not.toContain(SECRET);
  });

  it("loses it even if it is a proxy that does not always tell", () => {
    for (let silent = 0; silent < 6; silent++) {
      let asked = 0;
      const symbol = Symbol("not a field");
      const proxy = new Proxy(leaf(), {
        ownKeys: (target) =>
          asked++ < silent ? Reflect.ownKeys(target) : [...Reflect.ownKeys(target), symbol],
        getOwnPropertyDescriptor: (target, key) =>
          key === symbol
            ? { value: SECRET, enumerable: true, configurable: true }
            : Reflect.getOwnPropertyDescriptor(target, key),
        get: (target, key) => (key === symbol ? SECRET : Reflect.get(target, key)),
      });
      const copy: unknown = redact(LeafSchema, proxy);
      expect(copy).not.toBe(proxy);
      expect(inspectAll(copy)).not.toContain(SECRET);
    }
  });

  it("prints the same if a field of it does not show in loops", () => {
    const message = leaf();
    Object.defineProperty(message, "open", { value: "a", enumerable: false });
    expect(print(LeafSchema, redact(LeafSchema, message))).toBe(print(LeafSchema, message));
  });

  it("has no entry that somebody added to Object.prototype", () => {
    const message = maps({ a: JWT });
    const copy = withPolluted("c", SECRET, () => redact(MapsSchema, message));
    expect(Object.entries(copy.byString)).toEqual([["a", "***stripped***"]]);
  });

  it("is not a message of another type with the same properties", () => {
    const other: Message = Object.assign(leaf(), { $typeName: "probe.v1.Maps" });
    expect(inspectAll(redact<unknown>(LeafSchema, other))).not.toContain(SECRET);
  });

  it("has the same copy after many messages with wrong values", () => {
    const expected = redact(LeafSchema, leaf());
    for (let count = 0; count < 40; count++) {
      const broken = Object.defineProperty(leaf(), "open", {
        enumerable: true,
        get() {
          throw new Error(SECRET);
        },
      });
      expect(inspectAll(redact(LeafSchema, broken))).not.toContain(SECRET);
      expect(redact(LeafSchema, leaf())).toEqual(expected);
    }
  });

  it("has the same copy after maps with many other keys", () => {
    for (let count = 0; count < 100; count++) {
      const byString = { [`key-${count % 30}`]: count % 2 === 0 ? "a" : JWT };
      expect(Object.values(redact(MapsSchema, maps(byString)).byString)).toEqual([
        count % 2 === 0 ? "a" : "***stripped***",
      ]);
    }
  });
});

function inspectAll(value: unknown): string {
  return inspect(value, { depth: Number.POSITIVE_INFINITY, showHidden: true });
}

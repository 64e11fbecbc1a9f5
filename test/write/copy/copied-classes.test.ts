import { describe, expect, it } from "vitest";
import { STRIPPED } from "../../../src/index.js";
import { ACCOUNT, accounts } from "../accounts.js";

const sanitizer = accounts();
const copyOf = (message: unknown): unknown => sanitizer.redact(ACCOUNT, message);
const thrower = (): never => {
  throw new Error("hunter2");
};

describe("an object of a class", () => {
  /** An object with these properties that inherits the others. */
  const inheriting = (inherited: object, own: object): unknown =>
    Object.create(inherited, Object.getOwnPropertyDescriptors(own));

  it("loses what its type does not have", () => {
    const copy = copyOf(inheriting({ method: () => 1 }, { name: "a", other: "x" }));
    expect(Reflect.ownKeys(Object(copy))).toEqual(["name"]);
  });

  it("loses it without a look at it", () => {
    const message = Object.defineProperty({ name: "a" }, "other", { get: thrower });
    expect(copyOf(message)).toStrictEqual({ name: "a" });
    let isRead = false;
    const watched = Object.defineProperty({ name: "a" }, "other", { get: () => (isRead = true) });
    expect(copyOf(watched)).toStrictEqual({ name: "a" });
    expect(isRead).toBe(false);
  });

  it("keeps what is not set, if it inherits no value", () => {
    const copy = copyOf(inheriting({ method: () => 1 }, { name: null, rate: undefined, pin: "x" }));
    expect(Object.entries(Object(copy))).toEqual([
      ["name", null],
      ["rate", undefined],
      ["pin", STRIPPED],
    ]);
  });

  it("loses null, if it inherits a value, but nothing else", () => {
    const copy = copyOf(inheriting({ id: 5 }, { name: null, pick: null, rate: undefined, tags: ["a"] }));
    expect(Object.entries(Object(copy))).toEqual([
      ["id", 5],
      ["pick", null],
      ["rate", undefined],
      ["tags", ["a"]],
    ]);
  });

  it("loses an inherited value that cannot be copied", () => {
    const tags = new Proxy(["a"], {
      get(list, name) {
        if (name === "0") throw new Error("hunter2");
        return Reflect.get(list, name);
      },
    });
    expect(copyOf(inheriting({ tags }, { name: "a" }))).toStrictEqual({ name: "a" });
  });

  it("loses an inherited value that cannot be read, also if it is secret", () => {
    const prototype = Object.defineProperties({}, { pin: { get: thrower }, codes: { get: thrower } });
    expect(copyOf(inheriting(prototype, { name: "a" }))).toStrictEqual({ name: "a" });
  });

  it.each([new Number(1234), new Boolean(true)])("holds nothing but its properties: not %o", (boxed) => {
    const message = Object.assign(boxed, { name: "a" });
    const copy = copyOf(message);
    expect(copy).not.toBe(message);
    expect(Object.prototype.toString.call(copy)).toBe("[object Object]");
    expect(Object.entries(Object(copy))).toEqual([["name", "a"]]);
  });

  it("has no type of its own, where it is secret and inherits one", () => {
    const vault = inheriting({ $typeName: "bank.v1.Inner", $type: "bank.v1.Inner", pin: "x" }, { open: "a" });
    expect(Reflect.ownKeys(Object(Reflect.get(Object(copyOf({ vault })), "vault")))).toEqual([]);
  });
});

describe("a proxy that shows a symbol in one look", () => {
  it.each([0, 1, 2, 3, 4, 5])("has none in the copy: look %i", (look) => {
    let looks = 0;
    const proxy = new Proxy(
      { name: "a", pin: "x", [Symbol("note")]: "hunter2" },
      { ownKeys: (target) => (looks++ === look ? Reflect.ownKeys(target) : ["name", "pin"]) },
    );
    expect(Object.getOwnPropertySymbols(Object(copyOf(proxy)))).toEqual([]);
    expect(copyOf(proxy)).toEqual({ name: "a", pin: STRIPPED });
  });
});

import { describe, expect, it } from "vitest";
import { STRIPPED } from "../../../src/index.js";
import type { MessagePlan } from "../../../src/plan/compiled.js";
import { Path } from "../../../src/plan/path.js";
import { copyOnce } from "../../../src/write/copy/copy-once.js";
import { objectOf, plainPrototype, withoutFields } from "../../../src/write/copy/object-like.js";
import { DROPPED } from "../../../src/write/copy/value-copy.js";
import { ACCOUNT, accounts } from "../accounts.js";

const sanitizer = accounts();
const copyOf = (message: unknown): unknown => sanitizer.redact(ACCOUNT, message);
const plan: MessagePlan = {
  kind: "message",
  typeName: "a.M",
  fields: [],
  mayContainSecrets: true,
  recursive: true,
  any: undefined,
  typedStruct: undefined,
};

const inner = { open: "a", pin: "1234" };

interface Chain {
  name: string;
  pin?: string;
  next?: Chain;
}

describe("a message that holds itself", () => {
  it("is an empty message inside itself, and copied once", () => {
    const message: Chain = { name: "a", pin: "x" };
    message.next = { name: "b", next: message };
    expect(copyOf(message)).toEqual({ name: "a", pin: STRIPPED, next: { name: "b", next: {} } });
  });

  it("that is met again has the copy that was made", () => {
    const shared = { name: "s", pin: "x" };
    const cycle: Chain = { name: "c" };
    cycle.next = cycle;
    const inside = { name: "a", next: { ...cycle, next: cycle }, inner: { open: "b" } };
    expect(copyOf(inside)).toEqual({
      name: "a",
      next: { name: "c", next: { name: "c", next: {} } },
      inner: { open: "b" },
    });
    expect(copyOf({ next: shared, inner: { pin: "y" } })).toEqual({
      next: { name: "s", pin: STRIPPED },
      inner: { pin: STRIPPED },
    });
  });

  it("gives its result to the next visit, also if a copy throws", () => {
    const path = new Path(0);
    const message = {};
    const made = { made: true };
    const once = (copy: () => unknown) => copyOnce(plan, message, path, copy, () => "instead");
    expect(once(() => once(() => "never"))).toBe("instead");
    const other = {};
    expect(
      copyOnce(
        plan,
        other,
        path,
        () => made,
        () => "instead",
      ),
    ).toBe(made);
    expect(
      copyOnce(
        plan,
        other,
        path,
        () => "never",
        () => "instead",
      ),
    ).toBe(made);
    const third = {};
    expect(() =>
      copyOnce(
        plan,
        third,
        path,
        () => {
          throw new Error("x");
        },
        () => "instead",
      ),
    ).toThrow("x");
    expect(
      copyOnce(
        plan,
        third,
        path,
        () => "never",
        () => "instead",
      ),
    ).toBe("instead");
  });
});

describe("a message that is too deep", () => {
  it("is an empty message at the limit", () => {
    const shallow = accounts({ limits: { maxDepth: 2 } });
    const message = { name: "a", next: { name: "b", pin: "x", next: { name: "c", pin: "y" } } };
    expect(shallow.redact(ACCOUNT, message)).toEqual({
      name: "a",
      next: { name: "b", pin: STRIPPED, next: {} },
    });
    expect(shallow.redact(ACCOUNT, { inners: [{ open: "a" }], next: { inners: [{ open: "a" }] } })).toEqual({
      inners: [{ open: "a" }],
      next: { inners: [{}] },
    });
    expect(shallow.redact(ACCOUNT, { next: { next: "x" } })).toEqual({ next: {} });
  });
});

describe("an object of properties", () => {
  it("has those that were not dropped, and the prototype", () => {
    const prototype = { inherited: 1 };
    const object = objectOf(prototype, ["a", "__proto__", "b"], [1, 2, DROPPED]);
    expect(Reflect.ownKeys(object)).toEqual(["a", "__proto__"]);
    expect(Object.getPrototypeOf(object)).toBe(prototype);
    expect(Object.getPrototypeOf(objectOf(Object.prototype, [], []))).toBe(Object.prototype);
    expect(Object.getPrototypeOf(objectOf(null, [], []))).toBeNull();
    expect(plainPrototype(object)).toBe(Object.prototype);
    expect(plainPrototype(Object.create(null))).toBeNull();
  });

  it("of a type that is not known has nothing but the name of the type", () => {
    const message = { $typeName: "a.M", $type: "a.M", text: "x" };
    expect(withoutFields(message, "a.M")).toStrictEqual({ $typeName: "a.M", $type: "a.M" });
    expect(withoutFields({ ...message, $type: "b.M" }, "a.M")).toStrictEqual({ $typeName: "a.M" });
    expect(withoutFields(message, "b.M")).toStrictEqual({});
    expect(withoutFields({ text: "x", $typeName: undefined }, undefined)).toStrictEqual({});
    expect(withoutFields(Object.create({ $typeName: "a.M" }), "a.M")).toStrictEqual({});
    for (const value of ["a", null, undefined, ["a"], 5]) expect(withoutFields(value, "a.M")).toBe(DROPPED);
  });
});

describe("a property that cannot be read", () => {
  const broken = {
    get name(): string {
      throw new Error("hunter2");
    },
    pin: "x",
    id: 5,
  };

  it("goes, and the others stay", () => {
    expect(copyOf(broken)).toStrictEqual({ pin: STRIPPED, id: 5 });
  });

  it("goes also if nothing else changes", () => {
    const [onlyName, hidden] = [true, false].map((enumerable) =>
      Object.defineProperty({ id: 5 }, "name", {
        enumerable,
        get() {
          throw new Error("hunter2");
        },
      }),
    );
    for (const message of [onlyName, hidden]) expect(copyOf(message)).toStrictEqual({ id: 5 });
  });

  it("in a message inside", () => {
    const shallow = new Proxy(
      {},
      {
        ownKeys: () => {
          throw new Error("hunter2");
        },
      },
    );
    expect(copyOf({ id: 5, inner: shallow })).toStrictEqual({ id: 5 });
    expect(copyOf(shallow)).toBeUndefined();
  });
});

describe("an object that holds more than its properties", () => {
  it.each([
    ["a symbol", { name: "a", [Symbol("note")]: "x" }],
    ["a hidden property", Object.defineProperty({ name: "a" }, "note", { value: "x" })],
  ])("is copied without %s", (_, message) => {
    const copy = copyOf(message);
    expect(copy).not.toBe(message);
    expect(Reflect.ownKeys(Object(copy))).toEqual(["name"]);
  });

  it("is copied without the items of a Set", () => {
    const message = Object.assign(new Set(["hunter2"]), { name: "a" });
    const copy = copyOf(message);
    expect(copy).not.toBe(message);
    expect(Object.prototype.toString.call(copy)).not.toBe("[object Set]");
  });

  it("keeps a hidden property that is a field", () => {
    const message = Object.defineProperty({ id: 5 }, "pin", { value: "x" });
    expect(copyOf(message)).toStrictEqual({ id: 5, pin: STRIPPED });
  });
});

describe("a message of a class", () => {
  const TYPE = Symbol.for("protobuf-ts/message-type");
  const type = { typeName: ACCOUNT };
  /** A message whose class knows its type, as those of @protobuf-ts. */
  const ofClass = (properties: object): object =>
    Object.create(
      Object.defineProperty({}, TYPE, { value: type }),
      Object.getOwnPropertyDescriptors(properties),
    );

  it("has the same class and type in a copy", () => {
    const message = ofClass({ name: "a", pin: "x" });
    const copy = copyOf(message);
    expect(copy).toEqual({ name: "a", pin: STRIPPED });
    expect(Object.getPrototypeOf(copy)).toBe(Object.getPrototypeOf(message));
    const open = ofClass({ name: "a" });
    expect(copyOf(open)).toBe(open);
  });

  it("keeps a type of its own, hidden as it was", () => {
    const message = Object.defineProperty({ name: "a", pin: "x" }, TYPE, { value: type });
    const copy = copyOf(message);
    expect(Reflect.ownKeys(Object(copy))).toEqual(["name", "pin", TYPE]);
    expect(Object.getOwnPropertyDescriptor(copy, TYPE)).toEqual({
      value: type,
      enumerable: false,
      configurable: true,
      writable: true,
    });
    const open = Object.defineProperty({ name: "a" }, TYPE, { value: type });
    expect(copyOf(open)).toBe(open);
    const more = Object.assign(Object.defineProperty({ name: "a" }, TYPE, { value: type }), {
      [Symbol("x")]: 1,
    });
    expect(Reflect.ownKeys(Object(copyOf(more)))).toEqual(["name", TYPE]);
  });

  it("becomes a plain object with its values, if they are inherited", () => {
    const message = Object.create(
      { name: "a", pin: "x", tags: ["b"], other: "c" },
      Object.getOwnPropertyDescriptors({ id: 5, rate: null, text: null }),
    );
    const copy = copyOf(message);
    expect(copy).toEqual({ name: "a", pin: STRIPPED, tags: ["b"], id: 5 });
    expect(Object.getPrototypeOf(copy)).toBe(Object.prototype);
    const throwing = Object.create(
      {
        get inner(): unknown {
          return new Proxy(
            {},
            {
              ownKeys: () => {
                throw new Error("x");
              },
            },
          );
        },
      },
      { id: { value: 5 } },
    );
    expect(copyOf(throwing)).toEqual({ id: 5 });
  });

  it("is an empty message of the class, where it is secret", () => {
    const proto = { method: () => 1 };
    const vault = Object.create(proto, Object.getOwnPropertyDescriptors(inner));
    const copy = copyOf({ vault });
    expect(copy).toEqual({ vault: {} });
    expect(Object.getPrototypeOf(Reflect.get(Object(copy), "vault"))).toBe(proto);
    const typed = Object.defineProperty({ open: "a" }, TYPE, { value: { typeName: "bank.v1.Inner" } });
    const empty = Reflect.get(Object(copyOf({ vault: typed })), "vault");
    expect(Object.getOwnPropertyDescriptors(empty)).toEqual({
      [TYPE]: { ...Object.getOwnPropertyDescriptor(typed, TYPE), configurable: true, writable: true },
    });
    const withValues = Object.create({ pin: "x" }, Object.getOwnPropertyDescriptors({ open: "a" }));
    const plain = copyOf({ vault: withValues });
    expect(Object.getPrototypeOf(Reflect.get(Object(plain), "vault"))).toBe(Object.prototype);
    expect(JSON.stringify(plain)).toBe('{"vault":{}}');
  });
});

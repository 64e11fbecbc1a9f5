import { describe, expect, it } from "vitest";
import { createSanitizer, PolicyError } from "../../src/index.js";
import { memberOf, ownValue } from "../../src/options/own-value.js";
import { type OptionNames, ownOptions, readOptions } from "../../src/options/read-options.js";
import { withPolluted } from "../hostile/polluted.js";

interface Options {
  readonly graceTime?: number;
  readonly keys?: readonly string[];
}

const NAMES: OptionNames<Options> = { graceTime: true, keys: true };
const read = (given: unknown): Options => readOptions("test", given as Options | undefined, NAMES);

describe("options", () => {
  it("are copied once, without a prototype, and frozen", () => {
    let reads = 0;
    const given = {
      get graceTime() {
        return ++reads;
      },
    };
    const options = read(given);
    expect(reads).toBe(1);
    expect(options).toEqual({ graceTime: 1 });
    expect(Object.getPrototypeOf(options)).toBe(null);
    expect(Object.isFrozen(options)).toBe(true);
    expect(options.graceTime).toBe(1);
  });

  it("that were left out stay out, for any properties of Object.prototype", () => {
    expect(withPolluted("graceTime", 5, () => read({}).graceTime)).toBe(undefined);
    expect(withPolluted("graceTime", 5, () => read(undefined).graceTime)).toBe(undefined);
    expect(withPolluted("polluted", 5, () => read({ graceTime: 1 }))).toEqual({ graceTime: 1 });
  });

  it.each([[new Map([["graceTime", 5]])], [new Set(["graceTime"])], [[]], [new String("a")]])(
    "that are a list or a map are refused, because they have no properties: %o",
    (given) => {
      expect(() => read(given)).toThrow(TypeError);
    },
  );

  it("of a class, inherited or hidden ones are refused, because they would be lost without a word", () => {
    class Given {
      get graceTime(): number {
        return 5;
      }
    }
    const hidden = Object.defineProperty({}, "graceTime", { value: 5 });
    for (const given of [new Given(), Object.create({ graceTime: 5 }), hidden]) {
      expect(() => read(given)).toThrow(new TypeError("graceTime: not an own property"));
    }
    expect(() => createSanitizer(Object.create({ policy: { fields: ["csi.v1.A.b"] } }))).toThrow(TypeError);
    expect(() => createSanitizer({ policy: Object.create({ fields: ["csi.v1.A.b"] }) })).toThrow(PolicyError);
  });

  it("may be own ones of an object of a class, or of one without a prototype", () => {
    class Given {
      graceTime = 5;
      other(): void {}
    }
    for (const given of [new Given(), Object.assign(Object.create(null), { graceTime: 5 })]) {
      expect(read(given)).toEqual({ graceTime: 5 });
    }
  });

  it.each([
    ["gracetime", 'gracetime: no such option of test; did you mean "graceTime"?'],
    ["key", 'key: no such option of test; did you mean "keys"?'],
    ["volume", "volume: no such option of test; there are graceTime, keys"],
    ["__proto__", "__proto__: no such option of test; there are graceTime, keys"],
    ["constructor", "constructor: no such option of test; there are graceTime, keys"],
  ])("that do not exist are a TypeError with the nearest name: %s", (name, message) => {
    const given = Object.defineProperty({}, name, { value: undefined, enumerable: true });
    expect(() => read(given)).toThrow(new TypeError(message));
  });

  it.each([null, 5, "graceTime", true, [], ["graceTime"], () => undefined])(
    "that are %s are a TypeError",
    (given) => {
      expect(() => read(given)).toThrow(new TypeError("options: not an object, but test takes one"));
    },
  );

  it("of another library are copied as they are", () => {
    const symbol = Symbol("level");
    const given = { base: undefined, [symbol]: 1, ["__proto__"]: { a: 1 } };
    const options: object = ownOptions("test", given);
    expect(Reflect.ownKeys(options)).toEqual(["base", "__proto__", symbol]);
    expect(Object.getPrototypeOf(options)).toBe(null);
  });
});

describe("a property", () => {
  class Parent {
    get inherited(): string {
      return "inherited";
    }
  }

  it("is an own one", () => {
    expect(ownValue({ a: 1 }, "a")).toBe(1);
    expect(ownValue(new Parent(), "inherited")).toBe(undefined);
    expect(ownValue({}, "constructor")).toBe(undefined);
  });

  it("or one of a class, but not of Object.prototype", () => {
    expect(memberOf({ a: 1 }, "a")).toBe(1);
    expect(memberOf(new Parent(), "inherited")).toBe("inherited");
    expect(memberOf({}, "toString")).toBe(undefined);
    expect(memberOf(Object.create(null), "toString")).toBe(undefined);
    expect(withPolluted("kind", "message", () => memberOf(new Parent(), "kind"))).toBe(undefined);
  });
});

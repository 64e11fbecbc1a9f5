import { describe, expect, it } from "vitest";
import { createCsiSanitizer } from "../../src/csi/index.js";
import {
  createSanitizer,
  type Detector,
  jwt,
  type KeyPattern,
  type MapKeyRule,
  type Policy,
  PolicyError,
  STRIPPED,
} from "../../src/index.js";
import { testRegistry } from "../schema/test-files.js";
import { errorOf } from "./error-of-policy.js";

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

const MAPS = "probe.v1.Maps";

/** The value that is printed under a key of a map. */
function printed(policy: Policy | readonly Policy[], change: () => unknown, key = "adminKey"): unknown {
  const sanitizer = createSanitizer({ schemas: [testRegistry], policy });
  change();
  const json = sanitizer.toJson(MAPS, { byString: { [key]: "hunter2" } }) as {
    readonly by_string: Readonly<Record<string, unknown>>;
  };
  return json.by_string[key];
}

/** A policy whose parts the test holds. */
function heldPolicy(keys: KeyPattern[]): {
  policy: Mutable<Policy>;
  rules: MapKeyRule[];
  rule: Mutable<MapKeyRule>;
} {
  const rule: Mutable<MapKeyRule> = { field: `${MAPS}.by_string`, keys };
  const rules = [rule];
  return { policy: { mapKeys: rules }, rules, rule };
}

describe("changes by the caller after the sanitizer was made have no effect", () => {
  it.each<[string, (parts: ReturnType<typeof heldPolicy>, keys: KeyPattern[]) => unknown]>([
    ["keys are removed", (_, keys) => keys.splice(0)],
    ["a key is replaced", (_, keys) => keys.splice(0, 1, "other")],
    ["the list of keys is replaced", ({ rule }) => Object.assign(rule, { keys: ["other"] })],
    ["the field of a rule is replaced", ({ rule }) => Object.assign(rule, { field: `${MAPS}.by_int32` })],
    ["the rule gets a describe", ({ rule }) => Object.assign(rule, { describe: String })],
    ["rules are removed", ({ rules }) => rules.splice(0)],
    ["the list of rules is replaced", ({ policy }) => Object.assign(policy, { mapKeys: [] })],
    [
      "a rule loses all its properties",
      ({ rule }) => Object.keys(rule).map((name) => Reflect.deleteProperty(rule, name)),
    ],
  ])("%s", (_, change) => {
    const keys: KeyPattern[] = ["adminKey"];
    const parts = heldPolicy(keys);
    expect(printed(parts.policy, () => change(parts, keys))).toBe(STRIPPED);
  });

  it.each<[string, RegExp, (pattern: RegExp) => unknown]>([
    ["compile", /^adminKey$/, (pattern) => void pattern.compile("^other$")],
    ["lastIndex of a global pattern", /adminKey/g, (pattern) => Object.assign(pattern, { lastIndex: 8 })],
    ["lastIndex of a sticky pattern", /adminKey/y, (pattern) => Object.assign(pattern, { lastIndex: 8 })],
    ["a test of its own", /adminKey/, (pattern) => void Object.assign(pattern, { test: () => false })],
    ["an exec of its own", /adminKey/, (pattern) => void Object.assign(pattern, { exec: () => null })],
    [
      "another prototype",
      /adminKey/,
      (pattern) => void Object.setPrototypeOf(pattern, { test: () => false }),
    ],
  ])("a pattern gets another content: %s", (_, pattern, change) => {
    expect(printed(heldPolicy([pattern]).policy, () => change(pattern))).toBe(STRIPPED);
  });

  it("a sticky pattern is searched in the key, whatever its lastIndex was", () => {
    const pattern = /Key$/gy;
    pattern.lastIndex = 3;
    const sanitizer = createSanitizer({ schemas: [testRegistry], policy: heldPolicy([pattern]).policy });
    for (let run = 0; run < 3; run++)
      expect(sanitizer.stringify(MAPS, { byString: { adminKey: "hunter2" } })).not.toContain("hunter2");
    expect(pattern.lastIndex).toBe(3);
  });

  it("describe is replaced or removed", () => {
    const { policy, rule } = heldPolicy(["adminKey"]);
    rule.describe = () => "described";
    expect(printed(policy, () => Object.assign(rule, { describe: String }))).toBe("described");
    rule.describe = () => "described";
    expect(printed(policy, () => Reflect.deleteProperty(rule, "describe"))).toBe("described");
  });

  it.each<["fieldOptions" | "fields", string, string]>([
    ["fieldOptions", "options.v1.my_secret", "hidden"],
    ["fields", "probe.v1.Leaf.open", "open"],
  ])("the list %s", (list, name, field) => {
    const names = [name];
    const policy: Mutable<Policy> = { [list]: names };
    const policies = [policy];
    const sanitizer = createSanitizer({ schemas: [testRegistry], policy: policies });
    const before = sanitizer.explain("probe.v1.Leaf");
    names.length = 0;
    policy[list] = [];
    policies.length = 0;
    expect(sanitizer.explain("probe.v1.Leaf")).toEqual(before);
    expect(
      createSanitizer({ schemas: [testRegistry], policy: { [list]: [name] } }).explain("probe.v1.Leaf"),
    ).toEqual(before);
    expect(before.some((one) => one.field.endsWith(field))).toBe(true);
  });

  it("the list of detectors", () => {
    const detectors: Detector[] = [(text) => text === "hunter2"];
    const sanitizer = createSanitizer({ schemas: [testRegistry], policy: { detectors } });
    detectors[0] = () => false;
    detectors.length = 0;
    expect(sanitizer.toJson("probe.v1.Leaf", { open: "hunter2" })).toEqual({ open: STRIPPED });
  });

  it("the options of a CSI sanitizer", () => {
    const volumeContextKeys = ["adminKey"];
    const keys = ["adminKey"];
    const rule: Mutable<MapKeyRule> = { field: "publish_context", keys };
    const mapKeys = [rule];
    const sanitizer = createCsiSanitizer({
      volumeContextKeys,
      mapKeys,
      policy: { mapKeys: [{ field: "segments", keys }] },
    });
    for (const list of [volumeContextKeys, keys, mapKeys]) list.length = 0;
    rule.keys = ["other"];
    const context = { adminKey: "hunter2" };
    const request = { publish_context: context, volume_context: context };
    expect(sanitizer.stringify("csi.v1.NodeStageVolumeRequest", request)).not.toContain("hunter2");
    expect(sanitizer.stringify("csi.v1.Topology", { segments: context })).not.toContain("hunter2");
  });
});

describe("each part of a policy is read once", () => {
  it("so a getter cannot pass the checks with one list and print with another", () => {
    const answers: KeyPattern[][] = [["adminKey"], ["other"]];
    const reads: string[] = [];
    const rule = {
      get field() {
        reads.push("field");
        return `${MAPS}.by_string`;
      },
      get keys() {
        reads.push("keys");
        return answers.shift() ?? [];
      },
      get describe() {
        reads.push("describe");
        return () => undefined;
      },
    };
    const policy = {
      get mapKeys() {
        reads.push("mapKeys");
        return [rule];
      },
      get fields() {
        reads.push("fields");
        return [];
      },
    };
    expect(printed(policy, () => undefined)).toBe(STRIPPED);
    expect(reads.sort()).toEqual(["describe", "field", "fields", "keys", "mapKeys"]);
  });

  it("by its items, even if the list has its own iterator or map", () => {
    const keys: KeyPattern[] = ["adminKey"];
    Object.assign(keys, { *[Symbol.iterator]() {}, map: () => [], flatMap: () => [], some: () => false });
    expect(printed(heldPolicy(keys).policy, () => undefined)).toBe(STRIPPED);
  });
});

describe("a pattern that is not an ordinary RegExp", () => {
  class Labelled extends RegExp {
    readonly label = "a key";
  }
  class OwnTest extends RegExp {
    override test(text: string): boolean {
      return text.startsWith("admin");
    }
  }
  class OwnExec extends RegExp {
    override exec(text: string): RegExpExecArray | null {
      return text.startsWith("admin") ? super.exec(text) : null;
    }
  }
  class OwnMatch extends RegExp {
    override [Symbol.match](text: string): RegExpMatchArray | null {
      return text.startsWith("admin") ? super[Symbol.match](text) : null;
    }
  }
  class OwnFlags extends RegExp {
    override get flags(): string {
      return "i";
    }
  }
  const owning = (properties: object): RegExp => Object.assign(/adminKey/, properties);
  const refused: readonly [string, RegExp][] = [
    ["test", new OwnTest("other")],
    ["exec", new OwnExec("other")],
    ["Symbol(Symbol.match)", new OwnMatch("other")],
    ["flags", new OwnFlags("other")],
    ["test", owning({ test: () => false })],
    ["exec", owning({ exec: () => null })],
    ["Symbol(Symbol.match)", owning({ [Symbol.match]: false })],
    ["source", Object.defineProperty(/adminKey/, "source", { value: "other" })],
    ["ignoreCase", Object.defineProperty(/adminKey/, "ignoreCase", { value: true })],
    [
      "test",
      Object.setPrototypeOf(/adminKey/, Object.create(RegExp.prototype, { test: { value: () => false } })),
    ],
  ];

  it.each(refused)("is refused if it changes %s", (name, pattern) => {
    const error = errorOf({ mapKeys: [{ field: `${MAPS}.by_string`, keys: [pattern] }] });
    expect(error.message).toContain(`a RegExp that changes ${name} cannot be copied`);
    expect(() => createCsiSanitizer({ volumeContextKeys: [pattern] })).toThrow(PolicyError);
  });

  it("is refused if it only looks like a RegExp", () => {
    for (const pattern of [Object.create(RegExp.prototype), new Proxy(/a/, {})])
      expect(errorOf({ mapKeys: [{ field: `${MAPS}.by_string`, keys: [pattern] }] }).rule).toContain(
        "mapKeys",
      );
  });

  it("is copied if its class only adds properties without effect", () => {
    expect(printed(heldPolicy([new Labelled("^admin")]).policy, () => undefined)).toBe(STRIPPED);
  });
});

describe("a part of a policy that is inherited would be lost, so it is a PolicyError", () => {
  it.each<[string, unknown]>([
    ["a list of rules", Object.create({ fields: ["probe.v1.Leaf.open"] })],
    [
      "a list of rules in a class",
      new (class {
        get fields(): readonly string[] {
          return ["probe.v1.Leaf.open"];
        }
      })(),
    ],
  ])("%s", (_, policy) => {
    expect(errorOf(policy as Policy).message).toContain("fields: not an own property");
  });

  it.each(["field", "keys"] as const)("%s of a rule", (name) => {
    const { [name]: inherited, ...own } = { field: `${MAPS}.by_string`, keys: ["a"] };
    const rule = Object.assign(Object.create({ [name]: inherited }), own);
    expect(errorOf({ mapKeys: [rule] }).message).toContain("not an own property");
  });
});

describe("a value that is not a policy is a PolicyError", () => {
  it.each([null, 5, "fields", true, () => undefined, [null], [undefined], [[]], [[{ fields: [] }]]])(
    "%j",
    (policy) => {
      expect(errorOf(policy).rule).toBe("policy");
    },
  );

  it("but no policy at all is the default, as is an empty list", () => {
    for (const policy of [undefined, [], {}, [{}]]) {
      const sanitizer = createSanitizer({
        schemas: [testRegistry],
        ...(policy && { policy: policy as Policy }),
      });
      expect(sanitizer.toJson("probe.v1.Leaf", { hidden: "x", open: jwt.name })).toEqual({
        hidden: STRIPPED,
        open: "jwt",
      });
    }
  });
});

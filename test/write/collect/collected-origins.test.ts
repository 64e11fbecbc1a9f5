import { describe, expect, it } from "vitest";
import type { Policy } from "../../../src/policy/policy.js";
import type { ClassPseudonyms, PseudonymOf } from "../../../src/policy/pseudonyms.js";
import { objectRepresentation } from "../../../src/representations/object/objects.js";
import { type Origin, originsAt, pseudonymsOf } from "../../../src/write/collect/origin.js";
import { SecretCollector } from "../../../src/write/collect/secret-collector.js";
import { type CollectedValues, SecretWalk } from "../../../src/write/collect/secret-walk.js";
import { collector, compilerOf, planOf, readable, SAFE } from "./safes.js";

const inner = { open: "a", pin: "1234" };
const field = (name: string): Origin => ({ kind: "field", name, className: "secret" });

/** Each value, with the field that it is from, behind the name of the package, and the key in this field. */
function origins({ values, origins }: CollectedValues): readonly string[] {
  return values.map((value, index) => {
    const { origin, key } = originsAt(origins, index) ?? {};
    return `${readable(value)} ${origin?.name.replace("safe.v1.", "")}${key === undefined ? "" : ` ${key}`}`;
  });
}

describe("a secret value is from", () => {
  const collected = (message: unknown) =>
    origins(collector.collect(planOf(SAFE), objectRepresentation(SAFE), message));

  it.each<[string, object, readonly string[]]>([
    ["its field", { pin: "x", codes: ["y", "z"] }, ["x Safe.pin", "y Safe.codes", "z Safe.codes"]],
    [
      "a secret map, whose keys are not told",
      { hidden: { a: "x", b: "y" } },
      ["x Safe.hidden", "y Safe.hidden"],
    ],
    [
      "the entry of a map, if its key is shown",
      { labels: { a: "token1", pin: "x", token2: "y" }, pin: "z" },
      ["z Safe.pin", "token1 Safe.labels a", "x Safe.labels pin", "token2 Safe.labels", "y Safe.labels"],
    ],
    ["a field of the message inside", { inner, inners: [inner] }, ["1234 Inner.pin", "1234 Inner.pin"]],
    [
      "the secret field around it",
      { vault: inner, hidden_safe: { inner } },
      ["a Safe.vault", "1234 Safe.vault", "a Safe.hidden_safe", "1234 Safe.hidden_safe"],
    ],
    [
      "the entry around it, or the field in it, whichever is secret",
      { keyed: { a: inner, pin: inner, z: inner } },
      ["1234 Inner.pin", "a Safe.keyed pin", "1234 Safe.keyed pin", "1234 Inner.pin"],
    ],
    [
      "the map whose key it is, whatever was in the entry before it",
      { keyed: { a: inner, token1: inner } },
      ["1234 Inner.pin", "token1 Safe.keyed", "a Safe.keyed", "1234 Safe.keyed"],
    ],
    [
      "the entry around it, whatever maps are in it",
      { saved: { pin: { labels: { pin: "x" }, keyed: { a: inner }, tags: ["y"] } } },
      ["x Safe.saved pin", "a Safe.saved pin", "1234 Safe.saved pin", "y Safe.saved pin"],
    ],
    [
      "the field in the message in an Any, or the secret Any around it",
      {
        any: { "@type": "x.com/safe.v1.Inner", ...inner },
        hidden_any: { "@type": "x.com/safe.v1.Open", text: "x" },
      },
      ["1234 Inner.pin", "x Safe.hidden_any"],
    ],
    [
      "the payload of an Any whose URL is a credential",
      { any: { type_url: "token/a.B", value: Uint8Array.of(1) } },
      [
        "token/a.B google.protobuf.Any.value",
        "a.B google.protobuf.Any.value",
        "bytes:\x01 google.protobuf.Any.value",
      ],
    ],
  ])("%s", (_, message, expected) => {
    expect(collected(message)).toEqual(expected);
  });

  it("a field of the class that its rule says", () => {
    const plan = compilerOf({
      fields: [{ field: "safe.v1.Safe.open", class: "pii" }],
      mapKeys: [{ field: "labels", keys: ["pin"], class: "bulk" }],
      detectors: [(text) => text.startsWith("token")],
    }).plan(SAFE);
    if (plan === undefined) throw new Error("it is a type");
    const message = { open: "x", pin: "y", labels: { pin: "z" }, tags: ["token"] };
    const { values, origins } = new SecretCollector(5).collect(plan, objectRepresentation(SAFE), message);
    expect(originsAt(origins, 0)?.origin).toEqual({
      kind: "field",
      name: "safe.v1.Safe.open",
      className: "pii",
    });
    const classes = values.map((value, index) => [value, originsAt(origins, index)?.origin?.className]);
    expect(classes).toEqual([
      ["x", "pii"],
      ["y", "secret"],
      ["z", "bulk"],
      ["token", "secret"],
    ]);
  });
});

describe("a walk notes where values are from", () => {
  const [a, b] = [field("a.M.a"), field("a.M.b")];
  const [ofA, ofB]: readonly PseudonymOf[] = [() => "pseudonym a", () => "pseudonym b"];

  it("once for all that are from one place", () => {
    const walk = new SecretWalk();
    walk.text("none");
    walk.begin(a, ofA);
    for (const text of ["x", "y", ""]) walk.text(text);
    walk.key = "k";
    walk.text("z");
    walk.key = undefined;
    walk.begin(b);
    walk.bytes(Uint8Array.of(1));
    expect(walk.origins).toEqual({
      origin: b,
      key: undefined,
      pseudonym: undefined,
      from: 4,
      before: {
        origin: a,
        key: "k",
        pseudonym: ofA,
        from: 3,
        before: { origin: a, key: undefined, pseudonym: ofA, from: 1, before: undefined },
      },
    });
    const names = [0, 1, 2, 3, 4].map((index) => originsAt(walk.origins, index)?.origin?.name);
    expect(names).toEqual([undefined, "a.M.a", "a.M.a", "a.M.a", "a.M.b"]);
  });

  it("and what makes the pseudonyms of a field, and of a key", () => {
    const made = new Map<string, ClassPseudonyms>();
    const ofClass = (name: string): ClassPseudonyms => {
      const one = made.get(name) ?? { text: () => name, bytes: () => name, number: () => name };
      made.set(name, one);
      return one;
    };
    const rules: Policy = {
      fieldOptions: [],
      fields: ["open", "hidden", "hidden_safe"].map((name) => ({
        field: `safe.v1.Safe.${name}`,
        class: "pii",
      })),
      mapKeys: [
        { field: "labels", keys: ["pin", "token2"], class: "bulk" },
        { field: "labels", keys: ["key"] },
      ],
      detectors: [(text) => text.startsWith("token")],
    };
    const plan = compilerOf(rules, { pii: "pseudonym", bulk: "pseudonym" }, { ofClass }).plan(SAFE);
    if (plan === undefined) throw new Error("it is a type");
    const message = {
      open: "u",
      hidden: { k: "v" },
      labels: { a: "token1", key: "w", pin: "x", z: "token2" },
      tags: ["token3"],
      hidden_safe: { labels: { pin: "y" } },
    };
    const { values, origins } = new SecretCollector(5).collect(plan, objectRepresentation(SAFE), message);
    const names = Array.from(pseudonymsOf(origins, values.length) ?? [], (one) => one?.("any"));
    expect(values.map((value, index) => [value, names[index]])).toEqual([
      ["u", "pii"],
      ["v", undefined],
      ["token1", undefined],
      ["w", undefined],
      ["x", "bulk"],
      ["token2", undefined],
      ["token3", undefined],
      // Nothing in a hidden message shows a pseudonym, whatever rules its fields have.
      ["y", undefined],
    ]);
  });

  it("and what makes their pseudonyms, but for negative numbers, whose digits are those of another number", () => {
    const walk = new SecretWalk();
    walk.text("none");
    walk.begin(a, ofA);
    walk.text("x");
    for (const number of [1234567, -1234567, 7654321n]) walk.number(number);
    walk.begin(b, ofB);
    walk.text("y");
    expect(walk.values).toEqual(["none", "x", "1234567", "1234567", "7654321", "y"]);
    const pseudonyms = pseudonymsOf(walk.origins, walk.values.length);
    // An array may have holes where no value has one.
    expect(Array.from(pseudonyms ?? [])).toEqual([undefined, ofA, ofA, undefined, ofA, ofB]);
  });

  it("of which none may have one", () => {
    const walk = new SecretWalk();
    expect(pseudonymsOf(walk.origins, 0)).toBeUndefined();
    walk.begin(a);
    walk.text("x");
    expect(pseudonymsOf(walk.origins, 1)).toBeUndefined();
  });
});

import { readFileSync } from "node:fs";
import { Ajv } from "ajv";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { loadPolicy, PolicyFileError, policySchema } from "../../src/policy-file/index.js";
import { runs } from "../runs.js";

const file = (name: string): string => readFileSync(new URL(name, import.meta.url), "utf8");
const accepts = new Ajv({ strict: false }).compile(policySchema);
const whole: unknown = parse(file("whole-policy.yaml"));
const detectors = { iban: () => false };

/** Why a file is refused; undefined if it is not. */
function refusal(document: unknown): string | undefined {
  try {
    loadPolicy(JSON.stringify(document), { detectors });
    return undefined;
  } catch (error) {
    if (error instanceof PolicyFileError) return error.message;
    throw error;
  }
}

/** What no JSON Schema can say: whether a name is known, and whether a pattern is one. */
const BEYOND_SCHEMA =
  /no rule has this class|cannot be shown|no such detector|begins with a slash|regular expression|take too long/;

describe("the JSON Schema of policy files", () => {
  it("is in the package as a file: npm run policy-schema writes it", () => {
    expect(JSON.parse(file("../../policy.schema.json"))).toEqual(policySchema);
  });

  it("accepts a policy with every feature", () => {
    expect(accepts(whole), JSON.stringify(accepts.errors)).toBe(true);
    expect(refusal(whole)).toBeUndefined();
  });

  const places = placesIn(whole);
  const value = fc.oneof(
    fc.constantFrom<unknown>(
      null,
      true,
      0,
      -1,
      1.5,
      2 ** 60,
      "",
      "a",
      "/a/",
      "show",
      "a b",
      [],
      {},
      [[]],
      ["a"],
      [""],
    ),
    fc.constantFrom<unknown>(
      { option: "a" },
      { all: ["a"] },
      { field: "a" },
      { pattern: "a" },
      { text: "a" },
      { last: 3 },
    ),
    fc.string({ maxLength: 5 }),
    fc.constant("x".repeat(1001)),
  );
  const name = fc.constantFrom(
    "option",
    "is",
    "not",
    "present",
    "class",
    "field",
    "keys",
    "all",
    "fields",
    "__proto__",
    "x",
  );

  it("refuses what loadPolicy refuses, and the other way round, whatever changes in one or two places", () => {
    const change = fc.record({ place: fc.nat(places.length - 1), kind: fc.nat(3), value, name });
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 2 }), (changes) => {
        const document = changes.reduce<unknown>(
          (before, { place, kind, value: made, name: added }) =>
            changed(before, places[place] ?? [], kind, made, added),
          whole,
        );
        // A key __proto__ is lost on the way to JSON for one of them, if it is not an own property.
        const asJson: unknown = JSON.parse(JSON.stringify(document));
        const refused = refusal(asJson);
        if (refused !== undefined && BEYOND_SCHEMA.test(refused)) return;
        expect(accepts(asJson), refused ?? JSON.stringify(asJson)).toBe(refused === undefined);
      }),
      { numRuns: runs(1000) },
    );
  });
});

type Path = readonly (string | number)[];

/** The paths of all parts of a value. */
function placesIn(value: unknown, path: Path = []): readonly Path[] {
  if (typeof value !== "object" || value === null) return [path];
  const inner = Object.entries(value).flatMap(([key, one]) =>
    placesIn(one, [...path, Array.isArray(value) ? Number(key) : key]),
  );
  return [path, ...inner];
}

/** A copy with a change at a path: another value, none, one more property, or one more item. */
function changed(value: unknown, path: Path, kind: number, made: unknown, name: string): unknown {
  const [step, ...rest] = path;
  if (step === undefined) {
    if (kind === 0) return made;
    if (Array.isArray(value)) return kind === 1 ? [...value, made] : value.slice(1);
    if (typeof value !== "object" || value === null) return made;
    return Object.fromEntries([...Object.entries(value), [name, made]]);
  }
  if (typeof value !== "object" || value === null) return value;
  if (kind === 3 && rest.length === 0)
    return Array.isArray(value)
      ? value.filter((_, index) => index !== step)
      : Object.fromEntries(Object.entries(value).filter(([key]) => key !== step));
  const replaced = (key: string | number, one: unknown): unknown =>
    key === step ? changed(one, rest, kind, made, name) : one;
  return Array.isArray(value)
    ? value.map((one, index) => replaced(index, one))
    : Object.fromEntries(Object.entries(value).map(([key, one]) => [key, replaced(key, one)]));
}

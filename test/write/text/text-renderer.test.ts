import { describe, expect, it } from "vitest";
import type { Plan } from "../../../src/plan/compiled.js";
import { objectRepresentation } from "../../../src/representations/object/objects.js";
import { resolveLimits } from "../../../src/write/limits.js";
import { CUT_RESERVE } from "../../../src/write/text/cut-note.js";
import { GO_FORMAT } from "../../../src/write/text/text-format.js";
import { TextRenderer } from "../../../src/write/text/text-renderer.js";
import { ACCOUNT, accountPlan, isToken } from "../accounts.js";

const CUT = '"<<output limit reached>>"';
const objects = objectRepresentation(ACCOUNT);

function rendererOf(maxOutputLength = Number.POSITIVE_INFINITY): TextRenderer {
  return new TextRenderer({
    format: GO_FORMAT,
    limits: resolveLimits({ maxOutputLength }),
    holdsCredential: isToken,
  });
}

describe("a text that is part of no message", () => {
  it("is escaped, or hidden", () => {
    for (const renderer of [rendererOf(), rendererOf(1000)]) {
      expect(renderer.printString("a<")).toBe('"a\\u003c"');
      expect(renderer.printString("token1")).toBe('"***stripped***"');
    }
  });

  it("is left out if it does not fit, and then a note says so", () => {
    const room = 70;
    const longest = "a".repeat(room - CUT_RESERVE - 2);
    expect(rendererOf(room).printString(longest)).toBe(`"${longest}"`);
    expect(rendererOf(room).printString(`${longest}a`)).toBe(CUT);
  });
});

describe("a note in place of a message", () => {
  it("is left out if it does not fit", () => {
    const note = `"${"a".repeat(68)}"`;
    expect([rendererOf(), rendererOf(70)].map((renderer) => renderer.printNote(note))).toEqual([note, note]);
    expect(rendererOf(69).printNote(note)).toBe(CUT);
  });

  it("says why the plan of its type failed", () => {
    const failed: Plan = { kind: "failed", typeName: "a.B", reason: "why" };
    expect(rendererOf().print(failed, objects, { name: "a" })).toBe('"<<why, a.B>>"');
  });
});

it("a type that could not be compiled, for example because the stack was full, is compiled the next time", () => {
  let calls = 0;
  const renderer = rendererOf();
  const once = {
    bind(plan: Parameters<typeof objects.bind>[0]) {
      if (calls++ === 0) throw new RangeError("the stack is full");
      return objects.bind(plan);
    },
  };
  expect(() => renderer.print(accountPlan(), once, { name: "a" })).toThrow("the stack is full");
  expect(renderer.print(accountPlan(), once, { name: "a" })).toBe('{"name":"a"}');
});

it("each representation of a type is printed by its own rules, in any order", () => {
  const renderer = rendererOf();
  const renamed = {
    bind: (plan: Parameters<typeof objects.bind>[0]) => {
      const { value, property: _, atOnce: __, ...bound } = objects.bind(plan);
      return {
        ...bound,
        value: (field: Parameters<typeof value>[0]) => (field.name === "name" ? () => "other" : value(field)),
      };
    },
  };
  for (let round = 0; round < 2; round++) {
    expect(renderer.print(accountPlan(), objects, { name: "a" })).toBe('{"name":"a"}');
    expect(renderer.print(accountPlan(), renamed, { name: "a" })).toBe('{"name":"other"}');
  }
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type AddWindow, BESIDE, keyAt, WINDOW } from "../../src/scrub/forms/window.js";
import { foldedUnits } from "../../src/scrub/index/window-filter.js";
import { type WindowOwner, WindowTable } from "../../src/scrub/index/window-table.js";

/** Owned by a list of texts, each of which is a window, or a window and the units before or after it. */
class Windows implements WindowOwner {
  readonly texts: readonly string[];

  constructor(texts: readonly string[]) {
    this.texts = texts;
  }

  windows(add: AddWindow): void {
    for (const [index, text] of this.texts.entries()) {
      if (text.length === WINDOW) add(keyAt(text, 0), index, index * 3, BESIDE.none, 0);
      else if (index % 2 === 0) add(keyAt(text, 0), index, index * 3, BESIDE.after, keyAt(text, WINDOW));
      else add(keyAt(text, WINDOW), index, index * 3, BESIDE.before, keyAt(text, 0));
    }
  }
}

/** Few letters, so that windows are alike. */
const word = fc.stringMatching(/^(?:[ab0]{4}|[ab]{8})$/);
const step = fc.oneof(
  { weight: 3, arbitrary: fc.array(word, { maxLength: 6 }) },
  { weight: 2, arbitrary: fc.nat(50) },
);

describe("a table of windows", () => {
  it("finds all windows in it, and no removed windows", () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), fc.stringMatching(/^[ab0c]{0,60}$/), (steps, text) => {
        const table = new WindowTable<Windows>();
        const held: { number: number; owner: Windows }[] = [];
        for (const one of steps) {
          if (typeof one !== "number") {
            const owner = new Windows(one);
            held.push({ number: table.add(owner), owner });
          } else if (held.length > 0) {
            for (const { number } of held.splice(one % held.length, 1)) table.remove(number);
          }
        }
        expect(foundIn(table, text)).toEqual(
          expected(
            held.map(({ owner }) => owner),
            text,
          ),
        );
      }),
    );
  });

  it("still does after thousands have come and gone", () => {
    const table = new WindowTable<Windows>();
    const numbers: number[] = [];
    for (let round = 0; round < 5000; round++) {
      numbers.push(table.add(new Windows([String(round).padStart(WINDOW, "k"), "same"])));
      if (numbers.length > 20) table.remove(numbers.shift() ?? -1);
    }
    const found = foundIn(table, "4979 4980 4999 same");
    expect(found.filter((one) => one.startsWith("0:0"))).toEqual(["0:0:10", "0:0:5"]);
    expect(found.filter((one) => one.startsWith("1:3"))).toHaveLength(20);
    for (const number of numbers) table.remove(number);
    expect(table.isEmpty).toBe(true);
    expect(foundIn(table, "4980 same")).toEqual([]);
  });

  it("still does when a burst is over, and the windows that are left have moved together", () => {
    const table = new WindowTable<Windows>();
    const kept: Windows[] = [];
    const numbers: number[] = [];
    for (let index = 0; index < 20_000; index++) {
      const owner = new Windows([index.toString(36).padStart(WINDOW, "k"), "same"]);
      const number = table.add(owner);
      if (index % 1000 === 7) kept.push(owner);
      else numbers.push(number);
    }
    for (const number of numbers) table.remove(number);
    const text = `same ${kept.map(({ texts }) => texts[0]).join(" ")} kkk8 kkk9`;
    expect(foundIn(table, text)).toEqual(expected(kept, text));
    const late = new Windows(["late", "kkk8"]);
    const number = table.add(late);
    expect(foundIn(table, `late ${text}`)).toEqual(expected([...kept, late], `late ${text}`));
    table.remove(number);
    expect(foundIn(table, text)).toEqual(expected(kept, text));
  });

  it("has nothing of an owner that failed to name all its windows", () => {
    const table = new WindowTable<WindowOwner>();
    const owner: WindowOwner = {
      windows(add) {
        add(keyAt("half", 0), 0, 0, BESIDE.none, 0);
        throw new RangeError("the stack ended");
      },
    };
    expect(() => table.add(owner)).toThrow(RangeError);
    expect(foundIn(table, "half")).toEqual([]);
  });
});

function foundIn<T extends WindowOwner>(table: WindowTable<T>, text: string): readonly string[] {
  const found: string[] = [];
  table.scan(foldedUnits(text), text.length, (_owner, kind, at, position) =>
    found.push(`${kind}:${at}:${position}`),
  );
  return found.sort();
}

function expected(owners: readonly Windows[], text: string): readonly string[] {
  const found: string[] = [];
  for (const { texts } of owners) {
    for (const [kind, window] of texts.entries()) {
      const place = window.length > WINDOW && kind % 2 === 1 ? WINDOW : 0;
      for (let at = text.indexOf(window); at !== -1; at = text.indexOf(window, at + 1))
        found.push(`${kind}:${kind * 3}:${at + place}`);
    }
  }
  return found.sort();
}

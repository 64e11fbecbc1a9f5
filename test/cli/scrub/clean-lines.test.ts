import { describe, expect, it } from "vitest";
import { cleanLines } from "./clean-lines.js";
import { scrubText } from "./scrub-text.js";

describe("a log without secrets", () => {
  it("keeps every byte of 5,000 lines of many shapes", () => {
    const lines = cleanLines(5000);
    const log = `${lines.join("\n")}\n`;
    const clean = scrubText(log).split("\n");
    const changed = lines.flatMap((line, index) => (line === clean[index] ? [] : [[line, clean[index]]]));
    expect(changed.slice(0, 40)).toEqual([]);
    expect(clean.join("\n")).toBe(log);
  });
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkCsiDriver, ManifestError } from "../../src/kubernetes/index.js";
import { anyText } from "../any-text.js";
import { runs } from "../runs.js";

function errorOf(text: string): ManifestError {
  try {
    checkCsiDriver(text);
  } catch (error) {
    if (error instanceof ManifestError) return error;
    throw error;
  }
  throw new Error("it is read");
}

describe("malformed YAML", () => {
  it.each<[string, string, number, number]>([
    ["a bracket that is not closed", "kind: CSIDriver\nspec: [1, 2\nx: 1\n", 3, 1],
    ["a wrong indentation", "kind: CSIDriver\nspec:\n    a: 1\n  b: 2\n", 4, 1],
    ["a tab", "a:\n\tb: 1\n", 2, 1],
    ["a quote that is not closed", 'kind: "s3cr3t\n', 2, 1],
    ["a key that comes twice", "data:\n  password: s3cr3t\n  password: s3cr3t\n", 3, 3],
    ["an alias without an anchor", "a: 1\n---\nkind: X\nspec: *s3cr3t\n", 4, 7],
    ["an escape that there is none", 'a: "s3cr3t \\q"\n', 1, 12],
    ["an error in the second document", "a: 1\n---\n- s3cr3t\nb: 2\n", 4, 1],
    ["a chart that is not rendered", "kind: CSIDriver\nspec: {{ toYaml .Values.s3cr3t }}\n", 2, 8],
    ["a document that is a text: a file's name, perhaps", "driver-s3cr3t.yaml", 1, 1],
    ["a number", "a: 1\n---\n5\n", 3, 1],
    ["a NUL, of a file that is not text", "a: s3cr3t\nb: \0\n", 2, 4],
  ])("has a line and a column: %s", (_, text, line, column) => {
    const error = errorOf(text);
    expect([error.line, error.column]).toEqual([line, column]);
    expect(error.message).toMatch(new RegExp(`^line ${line}, column ${column}: [a-z]`));
    expect(`${error.stack}`).not.toContain("s3cr3t");
    expect(error.cause).toBeUndefined();
  });

  it("says that a chart has to be rendered", () => {
    expect(errorOf("spec: {{ .Values.spec }}\n").message).toContain("helm template");
  });

  it.each(["[", "- ", "? ", "{a: ", "- ["])("is not nested without end: %j", (open) => {
    expect(errorOf(open.repeat(100_000)).message).toContain("nested too deeply");
  });

  it("does not grow without end by its aliases", () => {
    const levels = [..."abcdefghi"].map((name, index, all) => {
      const items = index === 0 ? "x" : `*${all[index - 1]}`;
      return `${name}: &${name} [${Array(9).fill(items).join()}]`;
    });
    expect(errorOf(levels.join("\n")).message).toContain("aliases");
  });

  it("is read, or refused with a position, for any text", () => {
    const pieces = fc.constantFrom(
      "kind: CSIDriver\n",
      "spec:\n",
      "  tokenRequests:\n",
      "- a\n",
      "  - ",
      "[",
      "]",
      "{",
      "}",
      '"',
      "'",
      "&a ",
      "*a ",
      "!x ",
      "|\n",
      ": ",
      "\t",
      "---\n",
      "...\n",
      "%YAML 1.2\n",
      "<<: ",
      "\u0000",
      "\ud800",
      "# c\n",
      "? ",
    );
    const text = fc.oneof(
      fc.array(pieces).map((all) => all.join("")),
      anyText(),
    );
    fc.assert(
      fc.property(text, (given) => {
        try {
          checkCsiDriver(given);
        } catch (error) {
          expect(error).toBeInstanceOf(ManifestError);
          expect(error).toMatchObject({ line: expect.any(Number), column: expect.any(Number) });
        }
      }),
      { numRuns: runs(300) },
    );
  });
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type ByteListStyle, decimalList, hexList, hexText } from "../../src/scrub/forms/byte-list.js";
import { Budget } from "../../src/scrub/forms/written-text.js";

const STYLES: readonly [name: string, style: ByteListStyle, separators: readonly string[]][] = [
  ["hexadecimal in one piece", hexText, [""]],
  ["hexadecimal, byte by byte", hexList, [" ", ":", "\\x", "%", "\\\\x", ", 0x"]],
  ["decimal numbers", decimalList, [",", ", ", ",\n  ", ",\\n  ", ",\\n", ",\u2028", ',"1":', ",\\'1\\': "]],
];

/** Few bytes, so that parts of lists are alike. */
const bytes = fc.array(fc.constantFrom(7, 16, 33, 104, 121, 175), { minLength: 4, maxLength: 8 });

describe.each(STYLES)("bytes as %s", (_name, style, separators) => {
  const write = (list: readonly number[], separator: string): string =>
    list
      .map((byte) => (style === decimalList ? String(byte) : byte.toString(16).padStart(2, "0")))
      .join(separator);

  it("are never missed by the quick check", () => {
    const around = fc.tuple(bytes, fc.constantFrom("", "[", '"pid":1121,', "12:5"), fc.constantFrom("", "]"));
    fc.assert(
      fc.property(
        bytes,
        around,
        fc.constantFrom(...separators),
        (secret, [others, before, after], separator) => {
          const text = `${before}${write(others, separator)}${separator}${write(secret, separator)}${after}`;
          const excerpt = { bytes: Uint8Array.from(secret), length: secret.length };
          for (let at = 0; at < secret.length - 1; at++) {
            for (let position = 0; position < text.length; position++) {
              const span = style.find(text, position, excerpt.bytes, at, new Budget(100_000));
              if (span === undefined) continue;
              expect(style.mayHold?.(text, position, at)).not.toBe(false);
              expect(style.mayStandAt?.(text, position, excerpt, at)).not.toBe(false);
            }
          }
        },
      ),
    );
  });
});

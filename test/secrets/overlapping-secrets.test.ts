import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { STRIPPED } from "../../src/index.js";
import { CollectedSecrets } from "../../src/scrub/collected-secrets.js";
import { runs } from "../runs.js";

/** Slow and obvious: which characters belong to a secret, and which of them to the same marker. */
function reference(secrets: readonly string[], text: string): string {
  const spans = secrets
    .flatMap((secret) => {
      const starts = Array.from({ length: text.length }, (_, at) => at).filter((at) =>
        text.startsWith(secret, at),
      );
      return starts.map((start) => ({ start, end: start + secret.length, secret }));
    })
    .sort((a, b) => a.start - b.start || b.end - a.end);
  let out = "";
  let open: { end: number; secret: string } | undefined;
  for (let at = 0; at < text.length; at++) {
    for (const span of spans.filter(({ start }) => start === at)) {
      const joins = open !== undefined && (at < open.end || (at === open.end && open.secret === span.secret));
      if (!joins) out += STRIPPED;
      open = joins && open !== undefined ? { end: Math.max(open.end, span.end), secret: open.secret } : span;
    }
    if (open === undefined || at >= open.end) out += text[at];
  }
  return out;
}

describe("secrets that overlap, touch, or hold each other", () => {
  it("become one marker if they overlap", () => {
    const secrets = new CollectedSecrets(["abcd1234", "1234efgh", "cd12"]);
    expect(secrets.scrub("<abcd1234efgh>")).toBe(`<${STRIPPED}>`);
    expect(secrets.scrub("<abcd1234><1234efgh><cd12>")).toBe(`<${STRIPPED}><${STRIPPED}><${STRIPPED}>`);
  });

  it("are replaced where a slow search finds them, and nowhere else", () => {
    const letters = fc.string({ unit: fc.constantFrom("a", "b", "C"), minLength: 4, maxLength: 7 });
    fc.assert(
      fc.property(
        fc.uniqueArray(letters, { minLength: 1, maxLength: 8 }),
        fc.string({ unit: fc.constantFrom("a", "b", "C", " "), maxLength: 80 }),
        (secrets, text) => {
          expect(new CollectedSecrets(secrets).scrub(text)).toBe(reference(secrets, text));
        },
      ),
      { numRuns: runs(2000) },
    );
  });
});

describe("a text made to keep the search busy", () => {
  it.each([
    ["a secret that repeats one letter", "a".repeat(5000), "a".repeat(40_000)],
    ["a text that nearly is the secret, again and again", `${"ab".repeat(2000)}c`, "ab".repeat(20_000)],
    ["backslashes", `"${"\\".repeat(40)}"`, "\\".repeat(40_000)],
    ["nothing but backslashes", "\\\\\\\\", "\\".repeat(40_000)],
    ["markers", "ped***x", `${STRIPPED}x`.repeat(3000)],
    ["base64 of the same letter", "\0".repeat(1000), "A".repeat(40_000)],
    ["numbers", "ddddddddddddddddddddddddd", "100,".repeat(10_000)],
    ["hexadecimal", "wwwwwwwwwwwwwwwwwwwwwwwwww", "77".repeat(20_000)],
  ])("is scrubbed or given up as a whole: %s", (_name, secret, text) => {
    const scrubbed = new CollectedSecrets([secret]).scrub(text);
    expect([text, STRIPPED].includes(scrubbed) || !scrubbed.includes(secret)).toBe(true);
  });
});

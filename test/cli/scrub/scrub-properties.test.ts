import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { STRIPPED } from "../../../src/index.js";
import { runs } from "../../runs.js";
import { LOG_FORMATS, type LogFormat, type LoggedRequest, TOKENS_KEY } from "./log-formats.js";
import { scrubBytes } from "./scrub-text.js";

/** Letters that nothing else in a log has: they tell whether a part of a secret is left. */
const MARKED = ["Q", "Z"];
const TRICKY = [
  '"',
  "\\",
  "'",
  " ",
  "\n",
  "\r\n",
  "<",
  ">",
  "{",
  "}",
  "[",
  "]",
  ":",
  ",",
  "=",
  "é",
  "💣",
  "\0",
  "/",
  "&",
];

const secretValue = (unquotable: RegExp | undefined) =>
  fc
    .array(fc.constantFrom(...MARKED, ...MARKED, ...TRICKY), { minLength: 1, maxLength: 12 })
    .map((parts) => parts.join("").replaceAll(new RegExp(unquotable ?? "(?!)", "g"), ""))
    .filter((value) => value !== "");

/** The value that the kubelet passes: quotation marks of its own are in it, but nothing else that a format cannot quote. */
function tokensJson(unquotable: RegExp | undefined): fc.Arbitrary<string> {
  return secretValue(unquotable).map((token) =>
    JSON.stringify({ "https://audience": { token, expirationTimestamp: "2026-01-01T00:00:00Z" } }),
  );
}

function requestFor({ unquotable }: LogFormat): fc.Arbitrary<LoggedRequest> {
  return fc.record({
    volumeId: fc.constantFrom("pvc-1", "vol 2"),
    secrets: fc.dictionary(
      fc.constantFrom("password", "username", "accessKey", "node.session.auth.password", "token"),
      secretValue(unquotable),
      { noNullPrototype: true },
    ),
    volumeContext: tokensJson(unquotable).map((tokens) => ({ fsType: "ext4", [TOKENS_KEY]: tokens })),
  });
}

/** What is left of a request: everything but values. */
function stripped({ volumeId, secrets, volumeContext }: LoggedRequest): LoggedRequest {
  return {
    volumeId,
    secrets: Object.fromEntries(Object.keys(secrets).map((key) => [key, STRIPPED])),
    volumeContext: { ...volumeContext, [TOKENS_KEY]: STRIPPED },
  };
}

/** Other content of a log: text of other services, and bytes that are not text. */
const noise = fc.oneof(
  fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
  fc
    .array(
      fc.constantFrom(
        ...'secret Secrets: listing secrets: found 3;|imagePullSecrets: [{}]|eyJ|eyJhbGciOiJ|"secrets":null|{}|\\|"|\r|\0|é'.split(
          "|",
        ),
        "x".repeat(300),
      ),
    )
    .map((words) => Buffer.from(words.join(" "))),
);

const lineEnd = fc.constantFrom("\n", "\r\n");
const cuts = fc.array(fc.nat(3000), { maxLength: 8 });

interface Planted {
  readonly log: Buffer;
  readonly clean: Buffer;
}

const record: fc.Arbitrary<Planted> = fc.constantFrom(...LOG_FORMATS).chain((format) =>
  requestFor(format).map((request) => ({
    log: Buffer.from(format.write(request)),
    clean: Buffer.from(format.write(stripped(request))),
  })),
);

const log: fc.Arbitrary<Planted> = fc
  .array(
    fc.tuple(
      fc.oneof(
        record,
        noise.map((bytes) => ({ log: bytes, clean: bytes })),
      ),
      lineEnd,
    ),
    { maxLength: 5 },
  )
  .chain((lines) =>
    fc.boolean().map((endsWithLine) => {
      const join = (which: keyof Planted): Buffer => {
        const pieces = lines.flatMap((line) => [line[0][which], Buffer.from(line[1])]);
        return Buffer.concat(endsWithLine ? pieces : pieces.slice(0, -1));
      };
      return { log: join("log"), clean: join("clean") };
    }),
  );

describe("a scrubbed log", () => {
  it.each(LOG_FORMATS)("keeps everything but the values: $name", (format) => {
    fc.assert(
      fc.property(requestFor(format), (request) => {
        const text = scrubBytes(Buffer.from(format.write(request))).toString();
        expect(text).toBe(format.write(stripped(request)));
      }),
      { numRuns: runs(60) },
    );
  });

  it("has the same bytes except for the values, for any chunks", () => {
    fc.assert(
      fc.property(log, cuts, (planted, at) => {
        expect(scrubBytes(planted.log, at).toString("latin1")).toBe(planted.clean.toString("latin1"));
      }),
      { numRuns: runs(300) },
    );
  });

  it("comes out the same byte by byte", () => {
    fc.assert(
      fc.property(record, (planted) => {
        const all = Array.from(planted.log, (_, index) => index);
        expect(scrubBytes(planted.log, all).equals(scrubBytes(planted.log))).toBe(true);
      }),
      { numRuns: runs(40) },
    );
  });

  it("is not changed by scrubbing it again", () => {
    fc.assert(
      fc.property(log, (planted) => {
        const once = scrubBytes(planted.log);
        expect(scrubBytes(once).equals(once)).toBe(true);
      }),
      { numRuns: runs(100) },
    );
  });

  it("shows nothing of a secret, wherever the log was cut off and whatever follows", () => {
    const next = fc.constantFrom(
      "",
      "\nI0102 03:04:05.678901 1 a.go:1] next\n",
      '\n{"msg":"next"}\n',
      '"}\n',
      "\nplain\n",
    );
    fc.assert(
      fc.property(record, fc.double({ min: 0, max: 1, noNaN: true }), next, ({ log: whole }, part, rest) => {
        const cut = Buffer.concat([whole.subarray(0, Math.floor(part * whole.length)), Buffer.from(rest)]);
        expect(scrubBytes(cut).toString()).not.toMatch(/[QZ]/);
      }),
      { numRuns: runs(400) },
    );
  });

  it("is the same log if there is nothing to find", () => {
    fc.assert(
      fc.property(fc.array(noise), cuts, (pieces, at) => {
        const bytes = Buffer.concat(pieces);
        expect(scrubBytes(bytes, at).equals(bytes)).toBe(true);
      }),
      { numRuns: runs(200) },
    );
  });
});

import {
  BasicTracerProvider,
  InMemorySpanExporter,
  SimpleSpanProcessor,
} from "@opentelemetry/sdk-trace-base";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createCsiSanitizer } from "../../src/csi/index.js";
import { createSanitizer, jwt, liveSecrets, type Sanitizer, STRIPPED } from "../../src/index.js";
import { sanitizeSpanProcessor } from "../../src/opentelemetry/index.js";
import { makeLoggers } from "../e2e/loggers.js";
import { runs } from "../runs.js";

const csi = createCsiSanitizer();
const withJwt = createSanitizer({ policy: { detectors: [jwt] } });
const without = createSanitizer();

function segment(text: string): string {
  return Buffer.from(text).toString("base64url");
}

/** Tokens that are in no message. */
const token = fc
  .record({
    header: fc.constantFrom('{"alg":"RS256","kid":"k1"}', '{ "alg": "none" }', '{\n"typ":"JWT"}'),
    payload: fc.string({ minLength: 1, maxLength: 60 }),
    signature: fc.uint8Array({ minLength: 1, maxLength: 64 }),
  })
  .map(({ header, payload, signature }) =>
    [
      segment(header),
      segment(JSON.stringify({ sub: payload })),
      Buffer.from(signature).toString("base64url"),
    ].join("."),
  );

/** Words that may stand around a token: no base64url, which would belong to it. */
const around = fc.string({ minLength: 1, unit: fc.constantFrom(..." ,;:'\"\\{}[]()\n\tü🔑=/?&<>") });

describe("finished lines of a sanitizer with the detector jwt", () => {
  it("hold no token, and all that stands around it", () => {
    fc.assert(
      fc.property(token, token, around, around, (one, other, before, after) => {
        const text = `${before}${one}${after}${other} end`;
        expect(withJwt.lines.scrub(text)).toBe(`${before}${STRIPPED}${after}${STRIPPED} end`);
      }),
      { numRuns: runs(1000) },
    );
  });

  it("stay valid JSON, with the same structure", () => {
    const value = fc.letrec((tie) => ({
      any: fc.oneof(
        { depthSize: "small" },
        token,
        fc.string(),
        fc.integer(),
        fc.array(tie("any")),
        fc.dictionary(token, tie("any")),
      ),
    })).any;
    fc.assert(
      fc.property(value, (json) => {
        const line = JSON.stringify({ json, nested: JSON.stringify({ json }) });
        const scrubbed = withJwt.lines.scrub(line);
        expect(() => JSON.parse(scrubbed)).not.toThrow();
        expect(jwt(scrubbed)).toBe(false);
      }),
      { numRuns: runs(1000) },
    );
  });

  it("are scrubbed of live secrets first: a secret that holds a token goes as a whole", () => {
    const one = `${segment('{"alg":"none"}')}.${segment("{}")}.c2lnbmF0dXJl`;
    const release = liveSecrets.hold([`login jane with ${one} today`], { graceTime: 0 });
    expect(withJwt.lines.scrub(`a login jane with ${one} today b`)).toBe(`a ${STRIPPED} b`);
    release();
  });

  it("change nothing else: without a token the text is the same", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), around), (text) => {
        fc.pre(!jwt(text));
        expect(withJwt.lines.scrub(text)).toBe(text.toWellFormed());
      }),
      { numRuns: runs(1000) },
    );
  });

  it("are read once, however many tokens or beginnings of tokens there are", () => {
    let read = 0;
    const counted = Object.assign((text: string) => jwt(text), {
      findCredential(text: string, from: number) {
        const found = jwt.findCredential(text, from);
        read += (found?.end ?? text.length) - from;
        return found;
      },
    });
    const { lines } = createSanitizer({ policy: { detectors: [counted] } });
    const one = `${segment('{"alg":"none"}')}.${segment("{}")}.c2lnbmF0dXJl `;
    for (const unit of [one, "eyJ", "eyJhbGciOi.", "eyJhbGciOiJub25lIn0.", "a.b.c "]) {
      const reads = [1000, 2000, 4000].map((count) => {
        read = 0;
        lines.scrub(unit.repeat(count));
        return read / (unit.length * count);
      });
      for (const perCharacter of reads) expect(perCharacter).toBeLessThanOrEqual(1);
    }
  });

  it("hide everything if a detector of the same form fails, and end", () => {
    const wrong: readonly ((text: string, from: number) => unknown)[] = [
      () => {
        throw new Error("no");
      },
      () => ({ start: 0, end: 0 }),
      () => ({ start: 3, end: 1 }),
      () => ({}),
      () => 7,
      () => null,
      () => ({ start: Number.NaN, end: Number.NaN }),
    ];
    for (const findCredential of wrong) {
      const detector = Object.assign(() => false, { findCredential }) as unknown as typeof jwt; // it is not one
      expect(createSanitizer({ policy: { detectors: [detector] } }).lines.scrub("some text")).toBe(STRIPPED);
    }
  });
});

it("is the live secrets alone if no detector says where a credential is", () => {
  expect(without.lines).toBe(liveSecrets);
  expect(createSanitizer({ policy: { detectors: [(text) => text.includes("ghp_")] } }).lines).toBe(
    liveSecrets,
  );
  expect(csi.lines).not.toBe(liveSecrets);
});

describe("loggers", () => {
  const one = `${segment('{"alg":"RS256"}')}.${segment('{"sub":"in no message"}')}.${segment("a signature")}`;

  /** What a service writes with a token of its configuration. */
  function logged(sanitizer: Sanitizer): string {
    const { pino, winston, console, bytes } = makeLoggers(sanitizer);
    const curl = `curl -H 'Authorization: Bearer ${one}' https://vault/v1`;
    pino.info({ curl, headers: [one], bytes: Buffer.from(one), [one]: 1 }, "%s %j", curl, { curl });
    pino.child({ token: one }).error(new Error(curl, { cause: new Error(one) }));
    winston.warn(curl, { token: one, err: new Error(curl) });
    console.log("%s %o", curl, { token: one });
    console.table([{ token: one }]);
    console.error(new Error(curl));
    return bytes().toString();
  }

  it("take out a token that is in no message, of every value", () => {
    for (const sanitizer of [csi, withJwt]) {
      const text = logged(sanitizer);
      for (const part of one.split(".").slice(1)) expect(text).not.toContain(part);
      expect(text).toContain(`Bearer ${STRIPPED}' https://vault/v1`);
    }
  });

  it("leave it if the policy has no detector", () => {
    expect(logged(without)).toContain(one);
  });

  it("that take a sanitizer of an older version scrub live secrets", () => {
    const { lines: _lines, ...older } = csi;
    const release = liveSecrets.hold(["hunter2-live"], { graceTime: 0 });
    const { pino, bytes } = makeLoggers(older as Sanitizer);
    pino.info("hunter2-live");
    expect(bytes().toString()).toContain(`"msg":"${STRIPPED}"`);
    release();
  });

  it("of spans take it out, too", async () => {
    const exporter = new InMemorySpanExporter();
    const processor = sanitizeSpanProcessor({ sanitizer: csi, processor: new SimpleSpanProcessor(exporter) });
    const span = new BasicTracerProvider({ spanProcessors: [processor] })
      .getTracer("test")
      .startSpan("mount");
    span.setAttribute("command", `--token ${one}`);
    span.end();
    expect(exporter.getFinishedSpans().map(({ attributes }) => attributes["command"])).toEqual([
      `--token ${STRIPPED}`,
    ]);
  });
});

import { create, fromBinary, toBinary } from "@bufbuild/protobuf";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { NodePublishVolumeRequestSchema } from "../../../src/csi/gen/csi/v1/csi_pb.js";
import {
  createCsiSanitizer,
  csiPolicy,
  csiRegistry,
  SERVICE_ACCOUNT_TOKENS_KEY,
} from "../../../src/csi/index.js";
import { createSanitizer, PolicyError, type Sanitizer, STRIPPED } from "../../../src/index.js";
import { anyText } from "../../any-text.js";
import { redactedBytes } from "../../redact/redacted-bytes.js";
import { EXPIRES, KEY, requestWith, TOKEN, tokensText } from "./requests.js";

const TYPE = "csi.v1.NodePublishVolumeRequest";
const sanitizer = createCsiSanitizer({ tokens: "describe" });
const described = `{"vault":{"token":"***stripped***","expirationTimestamp":"${EXPIRES}"}}`;

/** The output for the value under the tokens key, which is the same for every printer and redactor. */
function shown(value: string, by: Sanitizer = sanitizer): unknown {
  const request = requestWith({ volumeContext: { pod: "web-0", [KEY]: value } });
  const bytes = toBinary(NodePublishVolumeRequestSchema, request);
  const text = by.stringify(request);
  expect(by.stringifyBinary(TYPE, bytes)).toBe(text);
  expect(JSON.parse(String(by.strip(request)))).toEqual(by.toJson(request));
  const copy = by.redact(request);
  expect(by.stringify(copy)).toBe(text);
  const redacted = redactedBytes(by, TYPE, bytes);
  expect(by.stringifyBinary(TYPE, redacted)).toBe(text);
  expect(by.redactBinary(TYPE, redacted)).toEqual(redacted);
  const context: unknown = JSON.parse(text)["volume_context"][KEY];
  // The copies hold the printed value.
  expect(copy?.volumeContext[KEY]).toBe(context);
  expect(fromBinary(NodePublishVolumeRequestSchema, redacted).volumeContext[KEY]).toBe(context);
  return context;
}

describe("tokens that are described", () => {
  it("are a string in the text, as the value is", () => {
    const request = requestWith({ volumeContext: { [KEY]: tokensText() } });
    expect(
      sanitizer.stringify(create(NodePublishVolumeRequestSchema, { volumeContext: request.volumeContext })),
    ).toBe(`{"volume_context":{"${KEY}":${JSON.stringify(described)}}}`);
  });

  it("are sorted by audience, in any order of the input", () => {
    const text = ["b", "", "2", "10", "__proto__", 'a"\u2028\n<'].map(
      (audience) => `${JSON.stringify(audience)} : {"expirationTimestamp":"${EXPIRES}", "token":"${TOKEN}"}`,
    );
    const value = shown(`{ ${text.join(",\n")} }`);
    const token = `{"token":"***stripped***","expirationTimestamp":"${EXPIRES}"}`;
    const audiences = ['""', '"10"', '"2"', '"__proto__"', JSON.stringify('a"\u2028\n<'), '"b"'];
    expect(value).toBe(`{${audiences.map((audience) => `${audience}:${token}`).join()}}`);
    expect(shown(String(value))).toBe(value);
  });

  it("stay apart if audiences differ only in lone surrogates", () => {
    const token = { token: "a", expirationTimestamp: EXPIRES };
    const value = shown(JSON.stringify({ "\ud800": token, "\ud801": token }));
    expect(value).toContain("\\ud800");
    expect(shown(String(value))).toBe(value);
  });

  it("print on one line, within the limits", () => {
    const limited = createCsiSanitizer({
      tokens: "describe",
      limits: { maxStringLength: 20, maxOutputLength: 400 },
    });
    const request = requestWith({ volumeContext: { [KEY]: tokensText({ "a\n\u2028\u0085": TOKEN }) } });
    for (const one of [sanitizer, limited]) {
      const text = one.stringify(request);
      // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is searched for
      expect(text).not.toMatch(/[\u0000-\u001f\u0080-\u009f\u2028\u2029]/);
      expect(() => JSON.parse(text)).not.toThrow();
      expect(text).not.toContain(TOKEN);
    }
    expect(limited.stringify(request)).toMatch(/<<\d+ more characters>>/);
  });
});

describe("a value that is not exactly a text of tokens is stripped as a whole", () => {
  const time = `"expirationTimestamp":"${EXPIRES}"`;
  it.each([
    "",
    " ",
    TOKEN,
    "null",
    "{}",
    "[]",
    `"${TOKEN}"`,
    `${tokensText()}${TOKEN}`,
    `${TOKEN}${tokensText()}`,
    tokensText().slice(0, -1),
    `\ufeff${tokensText()}`,
    `[${tokensText()}]`,
    `{"vault":{"token":"a"}}`,
    `{"vault":{"token":5,${time}}}`,
    `{"vault":{"token":["a"],${time}}}`,
    `{"vault":{"token":"a",${time},"refresh":"${TOKEN}"}}`,
    `{"vault":{"token":"a",${time},"token":"b"}}`,
    `{"vault":{"token":"a",${time}},"vault":{"token":"b",${time}}}`,
    `{"vault":{"token":"a","expirationTimestamp":"${TOKEN}"}}`,
    `{"vault":{"token":"a","expirationTimestamp":"2026-02-30T00:00:00Z"}}`,
    `{"vault":{"token":"a","__proto__":"b",${time}}}`,
    `{"${TOKEN}":{"token":"a",${time}}}`,
    `{"vault":{"token":"a",${time}},"other":"${TOKEN}"}`,
  ])("%s", (value) => {
    expect(shown(value)).toBe(STRIPPED);
  });

  it("if a detector of another policy finds a credential in an audience", () => {
    const strict = createCsiSanitizer({
      tokens: "describe",
      policy: { detectors: [(text) => text.includes('pa"ss')] },
    });
    expect(shown(tokensText({ vault: 'pa"ss' }), strict)).toBe(described);
    expect(shown(tokensText({ 'my pa"ss word': "x" }), strict)).toBe(STRIPPED);
  });

  it("if another rule also names the key", () => {
    expect(
      shown(tokensText(), createCsiSanitizer({ tokens: "describe", volumeContextKeys: [/tokens$/] })),
    ).toBe(STRIPPED);
    expect(shown(tokensText(), createCsiSanitizer({ tokens: "describe", policy: csiPolicy() }))).toBe(
      STRIPPED,
    );
    expect(
      shown(tokensText(), createCsiSanitizer({ tokens: "describe", volumeContextKeys: ["other"] })),
    ).toBe(described);
  });

  it("by default", () => {
    expect(shown(tokensText(), createCsiSanitizer())).toBe(STRIPPED);
    expect(shown(tokensText(), createCsiSanitizer({ tokens: "strip" }))).toBe(STRIPPED);
  });

  it("under any other key", () => {
    const volumeContext = { token: tokensText({ vault: "opaque" }), [`${KEY}2`]: tokensText() };
    const request = requestWith({ volumeContext });
    expect(sanitizer.toJson(request)).toMatchObject({
      volume_context: { token: volumeContext.token, [`${KEY}2`]: STRIPPED },
    });
  });
});

describe("requests that differ only in tokens", () => {
  // Whatever a token is: empty, long, the marker, an audience, a text with escapes.
  const token = fc.oneof(
    anyText(),
    fc.string({ minLength: 200, maxLength: 2000 }),
    fc.constantFrom("", STRIPPED, TOKEN, "vault", "\\", '"', "{}", "\ud800", "\\u0022", EXPIRES),
  );
  const audience = fc.oneof(anyText(), fc.constantFrom("vault", "", "__proto__", TOKEN, "1"));
  const pairs = fc.uniqueArray(fc.tuple(audience, token, token), {
    selector: ([name]) => name,
    minLength: 1,
    maxLength: 4,
  });
  const write = (entries: readonly (readonly [string, string])[]): string => {
    const texts = entries.map(([name, text]) => {
      const value = { token: text, expirationTimestamp: EXPIRES };
      return `${JSON.stringify(name)}:${JSON.stringify(value)}`;
    });
    return `{${texts.join()}}`;
  };

  it("print alike, and never a token, in every way there is", () => {
    fc.assert(
      fc.property(pairs, (entries) => {
        const left = shown(write(entries.map(([name, text]) => [name, text])));
        expect(shown(write(entries.map(([name, , text]) => [name, text])))).toBe(left);
        const isStripped = entries.some(([name]) => name.includes(TOKEN));
        expect(left === STRIPPED).toBe(isStripped);
      }),
    );
  });

  it("print nothing but audiences, times and the marker, for any value", () => {
    const values = fc.oneof(
      fc.json(),
      fc.string(),
      fc.constantFrom(tokensText(), "{", `{"a":${tokensText()}}`),
    );
    fc.assert(
      fc.property(values, (value) => {
        const text = shown(value);
        if (text !== STRIPPED) expect(text).toBe(described);
      }),
    );
  });
});

describe("wire bytes with tokens", () => {
  const entry = (...parts: readonly [number, string][]): number[] => {
    const bytes = parts.flatMap(([number, text]) => {
      const utf8 = new TextEncoder().encode(text);
      return [number * 8 + 2, ...varint(utf8.length), ...utf8];
    });
    return [8 * 8 + 2, ...varint(bytes.length), ...bytes];
  };
  const varint = (value: number): number[] =>
    value < 128 ? [value] : [(value & 127) | 128, ...varint(value >>> 7)];

  it.each<[string, readonly [number, string][]]>([
    [
      "the value first",
      [
        [2, tokensText()],
        [1, KEY],
      ],
    ],
    [
      "the key twice",
      [
        [1, "pod"],
        [2, tokensText()],
        [1, KEY],
      ],
    ],
    [
      "the value twice",
      [
        [1, KEY],
        [2, TOKEN],
        [2, tokensText()],
      ],
    ],
    ["no value", [[1, KEY]]],
  ])("are described as the decoded message is: %s", (_, parts) => {
    const bytes = Uint8Array.from(entry(...parts));
    const message = fromBinary(NodePublishVolumeRequestSchema, bytes);
    expect(sanitizer.stringifyBinary(TYPE, bytes)).toBe(sanitizer.stringify(message));
    expect(sanitizer.stringifyBinary(TYPE, bytes)).not.toContain(TOKEN);
    expect(sanitizer.redactBinary(TYPE, bytes)).toEqual(
      toBinary(NodePublishVolumeRequestSchema, sanitizer.redact(message) ?? message),
    );
  });
});

describe("a policy that describes values", () => {
  it("says so when it is explained", () => {
    const line = sanitizer.explain(TYPE).find(({ field }) => field === `${TYPE}.volume_context`);
    expect(line).toMatchObject({
      verdict: "keyed",
      rule: `map keys of volume_context: "${SERVICE_ACCOUNT_TOKENS_KEY}", described`,
    });
  });

  it("is refused with any other value", () => {
    for (const tokens of ["", "show", true, null]) {
      const options = { tokens } as unknown as { tokens: "strip" };
      expect(() => csiPolicy(options)).toThrow(PolicyError);
      expect(() => createCsiSanitizer(options)).toThrow(PolicyError);
    }
    const describe = "text" as unknown as () => undefined;
    const policy = { mapKeys: [{ field: "volume_context", keys: ["a"], describe }] };
    expect(() => createSanitizer({ schemas: [csiRegistry], policy })).toThrow(/describe is not a function/);
  });

  it("shows nothing if its function throws or returns no text", () => {
    const functions = [
      () => {
        throw new Error(TOKEN);
      },
      () => undefined,
      () => 5 as unknown as string,
    ];
    for (const describe of functions) {
      const policy = { mapKeys: [{ field: "volume_context", keys: ["key"], describe }] };
      const one = createSanitizer({ schemas: [csiRegistry], policy });
      expect(one.toJson(requestWith({ volumeContext: { key: TOKEN } }))).toMatchObject({
        volume_context: { key: STRIPPED },
      });
    }
  });
});

import { inspect } from "node:util";
import { create } from "@bufbuild/protobuf";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  CreateVolumeRequestSchema,
  NodeStageVolumeRequestSchema,
  NodeUnpublishVolumeRequestSchema,
} from "../../../src/csi/gen/csi/v1/csi_pb.js";
import {
  hasCredentials,
  type ServiceAccountTokens,
  ServiceAccountTokensError,
  type ServiceAccountTokensOptions,
  serviceAccountTokens,
  stripSecrets,
} from "../../../src/csi/index.js";
import { EXPIRES, KEY, requestWith, TOKEN, tokensText } from "./requests.js";

/** The reason why there are no tokens. */
function problem(request: unknown, options?: ServiceAccountTokensOptions): ServiceAccountTokensError {
  try {
    serviceAccountTokens(request, options);
  } catch (error) {
    if (error instanceof ServiceAccountTokensError) return error;
    throw error;
  }
  throw new Error("there are tokens");
}

describe("the tokens that are found", () => {
  const read = (text: string): ServiceAccountTokens =>
    serviceAccountTokens(requestWith({ secrets: { [KEY]: text } }));

  it("are one per audience, with any name", () => {
    const text = `{"":{"token":"a","expirationTimestamp":"${EXPIRES}"},
      "__proto__":{"token":"b","expirationTimestamp":"${EXPIRES}"},
      "constructor":{"token":"c","expirationTimestamp":"${EXPIRES}"}}`;
    const { tokens } = read(text);
    expect([...tokens.keys()]).toEqual(["", "__proto__", "constructor"]);
    expect(tokens.get("__proto__")?.token.reveal()).toBe("b");
    expect(tokens.get("toString")).toBeUndefined();
  });

  it("may have properties that a later kubelet adds", () => {
    const text = `{"vault":{"token":"a","expirationTimestamp":"${EXPIRES}","more":{"token":1}}}`;
    expect(read(text).tokens.get("vault")?.token.reveal()).toBe("a");
  });

  it.each([
    ["2026-01-01T00:00:00Z", "2026-01-01T00:00:00.000Z"],
    ["2026-01-01T00:00:00.123456789Z", "2026-01-01T00:00:00.123Z"],
    ["2026-01-01T01:30:00+01:30", "2026-01-01T00:00:00.000Z"],
    ["2024-02-29T23:59:59-00:00", "2024-02-29T23:59:59.000Z"],
    ["1969-12-31T23:59:59.999Z", "1969-12-31T23:59:59.999Z"],
  ])("expire at %s", (expirationTimestamp, expected) => {
    const { tokens } = read(JSON.stringify({ vault: { token: "a", expirationTimestamp } }));
    expect(tokens.get("vault")?.expirationTimestamp.toISOString()).toBe(expected);
  });

  it("do not show when they are printed", () => {
    const tokens = read(tokensText());
    for (const text of [
      inspect(tokens, { depth: null, showHidden: true }),
      JSON.stringify([...tokens.tokens]),
    ]) {
      expect(text).not.toContain(TOKEN);
      expect(text).toContain("***stripped***");
    }
  });

  it("are taken although they have expired, unless that is asked for", () => {
    const request = requestWith({ secrets: { [KEY]: tokensText() } });
    const expires = new Date(EXPIRES);
    expect(serviceAccountTokens(request, { now: expires }).tokens.size).toBe(1);
    const before = new Date(expires.getTime() - 1);
    expect(serviceAccountTokens(request, { rejectExpired: true, now: before }).tokens.size).toBe(1);
    for (const now of [expires, new Date(expires.getTime() + 1), new Date(Number.NaN)]) {
      expect(problem(request, { rejectExpired: true, now }).reason).toBe("expired");
    }
  });
});

describe("a value that the kubelet does not write", () => {
  const time = `"expirationTimestamp":"${EXPIRES}"`;

  it.each<[string, string]>([
    ["not JSON", " "],
    ["not JSON", "***stripped***"],
    ["not JSON", `\ufeff${tokensText()}`],
    ["not JSON", `${tokensText()} trailing`],
    ["not JSON", tokensText().slice(0, -1)],
    ["wrong shape", "null"],
    ["wrong shape", "[]"],
    ["wrong shape", `"${TOKEN}"`],
    ["wrong shape", "{}"],
    ["wrong shape", `{"vault":null}`],
    ["wrong shape", `{"vault":"${TOKEN}"}`],
    ["wrong shape", `{"vault":["${TOKEN}","${EXPIRES}"]}`],
    ["wrong shape", `{"vault":{${time}}}`],
    ["wrong shape", `{"vault":{"token":"",${time}}}`],
    ["wrong shape", `{"vault":{"token":5,${time}}}`],
    ["wrong shape", `{"vault":{"token":"***stripped***",${time}}}`],
    ["wrong shape", `{"vault":{"token":"a"}}`],
    ["wrong shape", `{"vault":{"token":"a","expirationTimestamp":null}}`],
    ["wrong shape", `{"vault":{"token":"a",${time}},"vault":{"token":"b",${time}}}`],
    ["wrong shape", `{"vault":{"token":"a",${time}},"v\\u0061ult" : {"token":"b",${time}}}`],
    ["wrong shape", `{"vault":{"token":"a","token":"b",${time}}}`],
    ...[
      "2026-02-29T00:00:00Z",
      "2026-01-01T24:00:00Z",
      "2026-01-01T00:00:60Z",
      "2026-01-01",
      "2026-01-01 00:00:00Z",
      "2026-01-01T00:00:00",
      "2026-01-01T00:00:00+24:00",
      "0",
      " 2026-01-01T00:00:00Z",
      "2026-01-01T00:00:00Z\n",
    ].map((text): [string, string] => [
      "wrong shape",
      JSON.stringify({ vault: { token: "a", expirationTimestamp: text } }),
    ]),
  ])("is %s: %s", (reason, text) => {
    expect(problem(requestWith({ volumeContext: { [KEY]: text } }))).toMatchObject({
      reason,
      source: "volume_context",
    });
  });

  it("is never quoted, and neither are its tokens", () => {
    const secretText = fc.oneof(
      fc.string({ minLength: 6 }),
      fc.json(),
      fc.string({ minLength: 6 }).map((token) => `{"vault":{"token":${JSON.stringify(token)}}}`),
      fc.string({ minLength: 6 }).map((token) => `${tokensText({ vault: token })}!`),
    );
    const print = (value: string): string => {
      const error = problem(requestWith({ secrets: { [KEY]: value } }));
      expect(error.cause).toBeUndefined();
      return inspect(Object.assign(error, { stack: String(error) }), { depth: null, showHidden: true });
    };
    fc.assert(
      fc.property(secretText, (value) => {
        const text = print(value);
        // Errors differ only in the problem, never by the values.
        expect(text).toMatch(
          /^\[?ServiceAccountTokensError: service account tokens in secrets: (the value|an? |there)/,
        );
        if (value.length > 12) expect(text).not.toContain(value);
      }),
    );
  });
});

describe("a value that is not a request", () => {
  it.each<[string, unknown]>([
    ["null", null],
    ["nothing", undefined],
    ["a text", tokensText()],
    ["a list", [requestWith({})]],
    ["a Map", new Map()],
    ["malformed bytes", Uint8Array.of(0x42, 0xff)],
    ["a message without the fields", create(NodeUnpublishVolumeRequestSchema)],
    ["a message of an unknown type", { $typeName: "acme.v1.Request" }],
    [
      "one whose maps throw",
      {
        get secrets() {
          throw new Error(TOKEN);
        },
      },
    ],
    [
      "a proxy that throws",
      new Proxy(requestWith({}), {
        get() {
          throw new Error(TOKEN);
        },
      }),
    ],
  ])("%s", (_, request) => {
    const error = problem(request);
    expect(error.reason).toBe("not a request");
    expect(inspect(error, { depth: null })).not.toContain(TOKEN);
    expect(() => hasCredentials(request)).toThrow(ServiceAccountTokensError);
  });

  it.each([[["a"]], ["text"], [5], [true]])("one whose secrets are %j", (secrets) => {
    const request = { secrets, volume_context: { [KEY]: tokensText() } };
    expect(problem(request)).toMatchObject({ reason: "wrong shape", source: "secrets" });
    expect(() => hasCredentials(request)).toThrow(ServiceAccountTokensError);
  });

  it("a request whose value is not a text", () => {
    expect(problem({ secrets: { [KEY]: Buffer.from(tokensText()) } }).reason).toBe("wrong shape");
  });

  it("a stripped request, which holds no tokens", () => {
    expect(problem(stripSecrets(requestWith({ secrets: { [KEY]: tokensText() } }))).reason).toBe("absent");
  });
});

describe("other requests", () => {
  it("can be asked for credentials, too", () => {
    const secrets = { password: "hunter2" };
    expect(hasCredentials(create(NodeStageVolumeRequestSchema, { secrets }))).toBe(true);
    expect(hasCredentials(create(NodeStageVolumeRequestSchema))).toBe(false);
    expect(hasCredentials(create(CreateVolumeRequestSchema, { secrets }))).toBe(true);
  });
});

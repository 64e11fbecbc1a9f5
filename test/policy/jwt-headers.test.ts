import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createCsiSanitizer } from "../../src/csi/index.js";
import { jwt, STRIPPED } from "../../src/index.js";
import { LogScrubber } from "../../src/logfiles/log-scrubber.js";
import { findJwt } from "../../src/policy/jwt.js";
import { CollectedSecrets } from "../../src/scrub/collected-secrets.js";
import { runs } from "../runs.js";

const PAYLOAD = "eyJzdWIiOiJqYW5lLXRoZS1hZG1pbmlzdHJhdG9yIn0";
const SIGNATURE = "c2lnbmF0dXJlc2lnbmF0dXJlLW9mLWphbmU";

const base64Url = (text: string): string => Buffer.from(text, "utf8").toString("base64url");
const tokenOf = (header: string): string => `${base64Url(header)}.${PAYLOAD}.${SIGNATURE}`;

/** Headers by how they begin: all white space that JSON allows, and keys of every kind. */
const HEADERS: Readonly<Record<string, string>> = {
  "a letter": '{"alg":"none"}',
  "a digit": '{"5t":"a","alg":"none"}',
  "an underscore": '{"_a":"a","alg":"none"}',
  "a dash": '{"-a":"a","alg":"none"}',
  "a space in the key": '{" a":"a","alg":"none"}',
  "an empty key": '{"":"a","alg":"none"}',
  "an escape": '{"\\u0061lg":"none","typ":"JWT"}',
  "a space": '{ "alg":"none"}',
  "two spaces": '{  "alg":"none"}',
  "many spaces": `{${" ".repeat(12)}"alg":"none"}`,
  "a tab": '{\t"alg":"none"}',
  "a line break": '{\n"alg":"none"}',
  "a line break and spaces": '{\n  "alg": "none",\n  "typ": "JWT"\n}',
  "a line break of Windows": '{\r\n  "alg": "none"\r\n}',
  "a line break and a tab": '{\n\t"alg": "none"\n}',
  "two line breaks": '{\n\n"alg":"none"}',
  "a space and a digit": '{ "5t":"a","alg":"none"}',
};

/** Longer texts with a token in them. */
const TEXTS: Readonly<Record<string, (token: string) => string>> = {
  "a command line": (token) => `login --token ${token} now`,
  "an option": (token) => `mount -o token=${token},vers=4 server:/`,
  "a header": (token) => `Authorization: Bearer ${token}`,
  "a scheme": (token) => `Bearer ${token}`,
  "a sentence": (token) => `The token was ${token}.`,
  "directly behind letters": (token) => `token${token}`,
  "a URL": (token) => `https://vault.example/login?id_token=${token}&state=1`,
  "the fragment of a URL": (token) => `https://vault.example/#access_token=${token}`,
  "the path of a URL": (token) => `https://vault.example/v1/${token}/renew`,
  "the password of a URL": (token) => `https://jane:${token}@vault.example/`,
  JSON: (token) => JSON.stringify({ note: `use ${token} now` }),
  "JSON under an open key": (token) => JSON.stringify({ data: { value: token } }),
  "a key in JSON": (token) => JSON.stringify({ [token]: 1 }),
  "JSON in JSON": (token) => JSON.stringify({ inner: JSON.stringify({ note: `use ${token} now` }) }),
  "indented JSON": (token) => JSON.stringify({ notes: ["a", `use ${token}`] }, undefined, 2),
  "a list in JSON": (token) => JSON.stringify(["a", token, "b"]),
  "something that only begins like JSON": (token) => `[info] login with ${token}`,
  "a list with commas": (token) => `first,${token},last`,
  "a list of lines": (token) => `first\n${token}\nlast`,
  "a list in brackets": (token) => `[first ${token} last]`,
  "a map as Go prints it": (token) => `map[token:${token} user:jane]`,
  "behind something that only begins like one": (token) => `eyJ.eyA.ewo.${token}`,
  "behind dots": (token) => `a.b.c ${token}`,
};

const scrub = (secret: string, text: string): string => new CollectedSecrets([secret]).scrub(text);

describe.each(Object.entries(HEADERS))("a token whose header begins with %s", (_, header) => {
  const token = tokenOf(header);

  it.each(Object.entries(TEXTS))("is found in %s by the detector", (__, textWith) => {
    const text = textWith(token);
    expect(jwt(text)).toBe(true);
    // From the first that looks like a header on; what runs into the token cannot be told from it.
    const { start, end } = findJwt(text, 0) ?? { start: -1, end: -1 };
    expect(text.slice(start, end)).toContain(`.${PAYLOAD}.${SIGNATURE}`);
  });

  it.each(Object.entries(TEXTS))("is secret by itself, if a secret is %s with it", (__, textWith) => {
    const secret = textWith(token);
    expect(scrub(secret, `token=${token}`)).toBe(`token=${STRIPPED}`);
    expect(scrub(secret, `payload ${PAYLOAD} alone`)).toBe(`payload ${STRIPPED} alone`);
    expect(scrub(secret, `signature ${SIGNATURE} alone`)).toBe(`signature ${STRIPPED} alone`);
    expect(scrub(secret, Buffer.from(`x:${token}`).toString("base64"))).not.toContain(
      Buffer.from(PAYLOAD).toString("base64").slice(4, 40),
    );
  });

  it.each(Object.entries(TEXTS))("is cleaned out of a log, in %s", (__, textWith) => {
    const scrubber = new LogScrubber();
    const line = Buffer.from(`${textWith(token)}\n`);
    const cleaned = Buffer.concat([
      ...[...line].map((byte) => scrubber.push(Uint8Array.of(byte))),
      scrubber.end(),
    ]);
    expect(String(cleaned)).not.toContain(PAYLOAD);
    expect(String(cleaned)).not.toContain(SIGNATURE);
    expect(scrubber.findings).toEqual(new Map([["JSON Web Tokens", 1]]));
  });

  it("is found in the secrets of a message", () => {
    const request = { secrets: { command: `login --token ${token} now` } };
    const scope = createCsiSanitizer().secretsOf("csi.v1.NodeStageVolumeRequest", request);
    expect(scope.scrub(`token=${token}`)).toBe(`token=${STRIPPED}`);
  });
});

describe("any header that the detector accepts", () => {
  const space = fc.string({ unit: fc.constantFrom(" ", "\t", "\n", "\r"), maxLength: 8 });
  const header = fc
    .tuple(space, fc.string({ unit: "grapheme-ascii", maxLength: 12 }), fc.string({ maxLength: 12 }))
    .map(([spaces, key, value]) => `{${spaces}${JSON.stringify(key)}:${JSON.stringify(value)}}`)
    .filter((json) => base64Url(json).length >= 10);

  it("makes a token that is found in a longer secret and in a log", () => {
    fc.assert(
      fc.property(header, (json) => {
        const token = tokenOf(json);
        if (!jwt(token)) expect(json).toMatch(/[^\x20-\x7e\t\n\r]/);
        else {
          expect(scrub(`login --token ${token} now`, `token=${token}`)).toBe(`token=${STRIPPED}`);
          const scrubber = new LogScrubber();
          const cleaned = scrubber.push(Buffer.from(`a ${token} b\n`)).toString() + scrubber.end().toString();
          expect(cleaned).not.toContain(PAYLOAD);
        }
      }),
      { numRuns: runs(200) },
    );
  });

  it("is distinguished from other base64", () => {
    for (const content of ["{}", "{5}", "{a:1}", "[1,2,3,4,5,6]", "}{", '{\u0000"alg"', "{é"])
      expect(jwt(`${base64Url(content).padEnd(12, "A")}.${PAYLOAD.replace("ey", "xx")}.${SIGNATURE}`)).toBe(
        false,
      );
    expect(jwt(`${gzipSync("text").toString("base64url")}.b.c`)).toBe(false);
  });
});

it("words that begin like a header by accident are not parts of secrets", () => {
  const secret = "server review.ewokVillage.example.com:5432 and heyAnna.photos.backup.zip";
  expect(scrub(secret, "ewokVillage.example.com, eyAnna.photos.backup.zip")).toBe(
    "ewokVillage.example.com, eyAnna.photos.backup.zip",
  );
});

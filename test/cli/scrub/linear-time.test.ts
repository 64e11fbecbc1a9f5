import { describe, expect, it } from "vitest";
import { LogScrubber } from "../../../src/logfiles/log-scrubber.js";
import { TextWindow } from "../../../src/logfiles/text-window.js";

/** Texts that were made to keep a scrubber busy: each is repeated without an end. */
const UNITS: readonly string[] = [
  "map[",
  "map[a:b ",
  "map[password:x password:y ",
  "://",
  "://a:b",
  "Bearer abcdefgh ",
  "-o a=b,password=",
  "user=a password=b ",
  "--password ",
  " -v a -n node.session.auth.password",
  "curl -u ",
  " -p",
  "curl -u a",
  ".auth.password ",
  "kind: Secret data: ",
  '"apiVersion":"v1","data":{"a":"b"},',
  "\ndata:\n  a: b",
  "secrets=map[a:b]]",
  "secrets={a=b, ",
  '"secrets":"\\"',
  "secrets\\",
  "a:b@tcp( ",
  "eyJhbGciOiJ.",
  "x-api-key: ",
  "-token: ",
  "authorization: Token a ",
  'authorization: Digest a="',
  '"x-api-key", ',
  '"cookie":[a=',
  "acme-token: abc ",
  "headers: { 'a-token': ",
  "- name: token\n  ",
  "-----BEGIN PRIVATE KEY-----\n",
  "-----BEGIN PRIVATE KEY-----MIIEvQIBADANBgkq\n",
  "> -----BEGIN PRIVATE KEY-----\n",
  "> -----BEGIN PRIVATE KEY----- ",
  "> -----BEGIN PRIVATE KEY-----\n> MIIEvQIBADANBgkqhkiG9w0BAQEFAASC\n",
  '"-----BEGIN PRIVATE KEY-----", "MIIEvQIBADANBgkq", ',
  '{"name":"token","value":',
  '{"password":"',
  "\npassword: abcd",
  "password: abcd ",
  "Password:abcd ",
  "password = 'a' ",
  "{password: a1b2, ",
  "<password> a",
  "token=Token{a1b2 ",
  'password = "a" -> ',
  "alter user a password 'b' ",
  'password: Some("',
  "2026-01-02T03:04:05.1Z stdout P a\n",
  " stdout P ",
  "2026-01-02T03:04:05.1Z stdout P a\n2026-01-02T03:04:05.1Z stderr P b\n",
  "2026-01-02T03:04:05.1Z stdout P a\n2026-01-02T03:04:05.1Z stderr F b\n2026-01-02T03:04:05.1Z stdout F b\n",
  '{"log":"a","stream":"stdout","time":"x"}\n',
  "\\",
];

const CHUNK = 4096;

/** How many characters a scrubber looks at in a text. */
function workFor(text: string): number {
  const { at } = TextWindow.prototype;
  let count = 0;
  TextWindow.prototype.at = function counted(this: TextWindow, offset: number): number {
    count++;
    return at.call(this, offset);
  };
  try {
    const bytes = Buffer.from(text);
    const scrubber = new LogScrubber({ keys: ["password"] });
    for (let start = 0; start < bytes.length; start += CHUNK)
      scrubber.push(bytes.subarray(start, start + CHUNK));
    scrubber.end();
    return count;
  } finally {
    TextWindow.prototype.at = at;
  }
}

describe("hostile logs take work in proportion to their length", () => {
  it.each(UNITS)("%j", (unit) => {
    const [once = 0, twice = 0, fourTimes = 0] = [1, 2, 4].map((factor) =>
      workFor(unit.repeat(Math.ceil((factor * 2 * CHUNK) / unit.length))),
    );
    // The first chunk may be cheaper than later ones, which begin in the middle of something. Quadratic work would be 4 and 16.
    expect(twice).toBeLessThan(3 * once + 1000);
    expect(fourTimes).toBeLessThan(6 * once + 1000);
  });
});

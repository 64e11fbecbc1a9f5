import { describe, expect, it } from "vitest";
import { STRIPPED } from "../../../src/index.js";
import { CollectedSecrets } from "../../../src/scrub/collected-secrets.js";
import { takeApart } from "../../../src/scrub/documents/take-apart.js";
import { charactersLookedAt } from "./counted-characters.js";

const scrub = (secret: string, text: string): string => new CollectedSecrets([secret]).scrub(text);

const TOKEN = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhIn0.c2lnbmF0dXJl";

/** Documents of which one reading alone finds less, or takes what is open for a secret. */
const DOCUMENTS: readonly {
  readonly name: string;
  readonly text: string;
  readonly secret?: readonly string[];
  readonly open?: readonly string[];
}[] = [
  {
    name: "a password that looks percent-encoded, beside what only its looks or base64 show",
    text: `password='a%bbc' user='admin' id='x9Kaaaabbbbccccddddw4J' config='${Buffer.from("pin: abcd-efgh").toString("base64")}'`,
    secret: ["a%bbc", "x9Kaaaabbbbccccddddw4J", "abcd-efgh"],
    open: ["admin"],
  },
  {
    name: "a word behind a percent-encoded character",
    text: "password='a%bbc' ids=one%2Cx9Kaaaabbbbccccddddw4J",
    secret: ["x9Kaaaabbbbccccddddw4J"],
    open: ["one"],
  },
  {
    name: "a password with a colon before JSON in a query",
    text: "https://example.com/?user=jane&password=abc%3Adefg&config=%7B%22user%22%3A%22admin%22%2C%22pin%22%3A%22hijk%22%7D",
    secret: ["abc:defg", "hijk"],
    open: ["jane", "admin"],
  },
  {
    name: "JSON with a quote in ADO.NET, which doubles the quotes behind backslashes, too",
    text: String.raw`user="sa";data="[{""user"":""admin"",""password"":""ab\""cd""}]"`,
    secret: ['ab"cd'],
    open: ["sa", "admin"],
  },
  {
    name: "DSN with a quote in YAML, where a backslash is a character",
    text: String.raw`config: 'user=''admin'' password=''ab\''cd'''`,
    secret: ["ab'cd"],
    open: ["admin"],
  },
  {
    name: "JSON with a token as a whole value, as a name, and behind a quote in a value",
    text: String.raw`{"user":"admin","a":"${TOKEN}","${TOKEN}":"pin: abcd-efgh","password":"x\"${TOKEN}","pin":"y\"${TOKEN}\"z"}`,
    secret: [TOKEN, "abcd-efgh", `x"${TOKEN}`, `y"${TOKEN}"z`],
    open: ["admin"],
  },
  {
    name: "what would be JSON without a token",
    text: `{"user":"admin","a":"b"${TOKEN}","password":"ab,cd\\"}`,
    secret: [TOKEN, "ab,cd"],
    open: ["admin"],
  },
  {
    name: "a text that ends in a backslash",
    text: String.raw`path = 'C:\' ; pin = 'abcd' ; user = 'admin'`,
    secret: ["abcd"],
    open: ["admin"],
  },
  {
    name: "arguments in a query, with + for each space and nothing percent-encoded",
    text: "https://example.com/?user=jane&arguments=--user+admin+--password+abcd-efgh",
    secret: ["abcd-efgh"],
    open: ["jane", "admin"],
  },
  {
    name: "percent-encoded YAML with a quote in a value with the same quotes",
    text: "url = 'https://example.com/?config=user%3A%20admin%0Apin%3A%20%22ab%27cd%22'",
    secret: ["ab'cd"],
    open: ["admin"],
  },
  {
    name: "YAML in a string in a block of YAML",
    text: `user: jane\nconfig: |-\n  ${JSON.stringify('user: admin\npassword: |-\n  ab"cd\npin: efgh')}`,
    secret: ['ab"cd', "efgh"],
    open: ["jane", "admin"],
  },
  {
    name: "YAML in a string in a list",
    text: `- ${JSON.stringify("password: abcd\nuser: admin")}\n`,
    secret: ["abcd"],
    open: ["admin"],
  },
  {
    name: "a URL behind another URL",
    text: 'host="https://keystone.example.com:5000/v3";cache="redis://:abcd@cache.example.com"',
    secret: ["abcd"],
    open: ["keystone.example.com", "cache.example.com"],
  },
  {
    name: "a URL without a scheme behind another URL and a password with a colon",
    text: 'host="https://keystone.example.com:5000/v3";token="ab:cd";db="jane:efgh@tcp(db.example.com:3306)/db"',
    secret: ["ab:cd", "efgh"],
    open: ["keystone.example.com", "jane", "db.example.com", "3306"],
  },
  {
    name: "a password that holds what stands before a name",
    text: "redis://jane:ab//cd:ef@cache.example.com",
    secret: ["ab//cd:ef"],
    open: ["jane", "cache.example.com"],
  },
];

describe.each(DOCUMENTS)("$name", ({ text, secret = [], open = [] }) => {
  it("hides what is secret and shows what is open", () => {
    for (const leaf of secret) expect(scrub(text, `< ${leaf} >`)).toBe(`< ${STRIPPED} >`);
    for (const leaf of open) expect(scrub(text, `< ${leaf} >`)).toBe(`< ${leaf} >`);
  });
});

describe("time does not grow with the square of", () => {
  // The first two took ten seconds and more: each name, and each `@`, read all the rest again.
  it.each([
    ["what may be names before an @", "", "=a:", "/@"],
    ["how often an @ stands in a password", "a:b", "@", ""],
    ["how often a quote behind a backslash may end a text", "", 'k="\\"\\""', ""],
  ])("%s", (_, start, piece, end) => {
    const [once = 0, twice = 0, fourTimes = 0] = [2_000, 4_000, 8_000].map((count) => {
      const text = `${start}${piece.repeat(count)}${end}`;
      return charactersLookedAt(() => takeApart(text));
    });
    expect(twice).toBeLessThan(2.3 * once);
    expect(fourTimes).toBeLessThan(4.6 * once);
  });
});

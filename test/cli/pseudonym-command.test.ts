import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createPseudonyms } from "../../src/pseudonym/index.js";
import { cli, expectClear } from "./run-cli.js";

const KEY = "correct-horse-battery-staple-0123456789\n";
const OLD_KEY = Buffer.from(Array.from({ length: 32 }, (_, index) => 255 - index));
const email = "jane.doe@example.com";

let directory: string;
let keyFile: string;
let oldKeyFile: string;
let shortKeyFile: string;

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), "pseudonym-test-"));
  [keyFile, oldKeyFile, shortKeyFile] = ["key", "old", "short"].map((name) => join(directory, name)) as [
    string,
    string,
    string,
  ];
  writeFileSync(keyFile, KEY);
  writeFileSync(oldKeyFile, OLD_KEY);
  writeFileSync(shortKeyFile, KEY.slice(0, 31));
});

afterAll(() => rmSync(directory, { recursive: true }));

const pseudonym = (args: readonly string[], input: string | Uint8Array) =>
  cli(["pseudonym", "--key-file", keyFile, ...args], input);

describe("protosanitizer pseudonym", () => {
  const pseudonyms = createPseudonyms({ key: KEY, keyId: "k7" });

  it.each<[string, readonly string[], string | Uint8Array, readonly string[]]>([
    ["a text", ["--key-id", "k7"], email, pseudonyms.of(email)],
    ["a text with a line end", ["--key-id", "k7"], `${email}\n`, pseudonyms.of(email)],
    ["a text with two line ends", ["--key-id", "k7"], `${email}\r\n\r\n`, pseudonyms.of(`${email}\r\n`)],
    [
      "a value of another class",
      ["--key-id", "k7", "--class", "contact"],
      email,
      pseudonyms.of(email, "contact"),
    ],
    [
      "an integer",
      ["--key-id", "k7", "--kind", "number"],
      "-4929123456789012\n",
      pseudonyms.of(-4_929_123_456_789_012n),
    ],
    ["a fraction", ["--key-id", "k7", "--kind", "number"], "0.123456789012", pseudonyms.of(0.123456789012)],
    ["bytes", ["--key-id", "k7", "--kind", "bytes"], OLD_KEY, pseudonyms.of(OLD_KEY)],
    ["a value under a key without a name", [], email, createPseudonyms({ key: KEY }).of(email)],
  ])("prints that of %s, and nothing else", async (_, args, input, expected) => {
    expect(expected).toHaveLength(1);
    expect(await pseudonym(args, input)).toEqual({ status: 0, stdout: `${expected[0]}\n`, stderr: "" });
  });

  it("prints those of several keys, in their order", async () => {
    const args = ["--key-id", "k7", "--key-file", oldKeyFile, "--key-id", "k6"];
    const both = createPseudonyms([
      { key: KEY, keyId: "k7" },
      { key: OLD_KEY, keyId: "k6" },
    ]);
    const { stdout } = await pseudonym(args, email);
    expect(stdout).toBe(`${both.of(email).join("\n")}\n`);
    expect(both.of(email)).toHaveLength(2);
  });

  it.each<[string, () => readonly string[], string | Uint8Array, number, RegExp]>([
    [
      "a value that can be guessed",
      () => ["--key-file", keyFile],
      "hunter2",
      3,
      /standard input: the value can be guessed, so it has no pseudonym/,
    ],
    ["no value", () => ["--key-file", keyFile], "", 3, /can be guessed/],
    [
      "bytes in place of a text",
      () => ["--key-file", keyFile],
      OLD_KEY,
      3,
      /is no text in UTF-8; use --kind bytes/,
    ],
    [
      "a text in place of a number",
      () => ["--key-file", keyFile, "--kind", "number"],
      email,
      3,
      /standard input: is no number/,
    ],
    ["no number", () => ["--key-file", keyFile, "--kind", "number"], "\n", 3, /standard input: is no number/],
    ["an argument", () => ["--key-file", keyFile, email], "", 2, /too many arguments/],
    [
      "an unknown kind",
      () => ["--key-file", keyFile, "--kind", email],
      "",
      2,
      /--kind: expected text, number, bytes/,
    ],
    [
      "the class secret",
      () => ["--key-file", keyFile, "--class", "secret"],
      email,
      2,
      /--class: the class secret has no pseudonyms/,
    ],
    [
      "a class that is no name",
      () => ["--key-file", keyFile, "--class", email],
      email,
      2,
      /--class: its class is no name/,
    ],
    ["a short key", () => ["--key-file", shortKeyFile], email, 3, /short: key: expected at least 32 bytes/],
    ["a key on standard input", () => ["--key-file", "-"], email, 2, /standard input has the value/],
    ["a key that is not there", () => ["--key-file", join(directory, "none")], email, 3, /no such file/],
    ["a directory for a key", () => ["--key-file", directory], email, 3, /is a directory/],
    ["no key", () => [], email, 2, /required option '--key-file <file>' not specified/],
    [
      "two keys without names",
      () => ["--key-file", keyFile, "--key-file", oldKeyFile],
      email,
      2,
      /--key-id: expected one for each/,
    ],
    [
      "two keys with one name",
      () => ["--key-file", keyFile, "--key-file", oldKeyFile, "--key-id", "a", "--key-id", "a"],
      email,
      2,
      /two keys have the same name/,
    ],
    [
      "the key as its name",
      () => ["--key-file", keyFile, "--key-id", KEY],
      email,
      3,
      /keyId: expected up to 32 letters/,
    ],
  ])("says what is wrong with %s, without value and key", async (_, args, input, status, problem) => {
    const run = await cli(["pseudonym", ...args()], input);
    expectClear(run, problem);
    expect(run).toMatchObject({ status, stdout: "" });
    for (const secret of ["jane.doe", "hunter2", KEY.slice(0, 12)]) expect(run.stderr).not.toContain(secret);
  });
});

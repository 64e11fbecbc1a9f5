import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { LogScrubber } from "../../../src/logfiles/log-scrubber.js";
import { casesOfTest } from "../../runs.js";
import { scrubBytes, scrubText } from "./scrub-text.js";

const MARKER = "***stripped***";
const LINES = ["MIIEvQIBADANBgkqhkiG9w0BAQEFAASC", "Xk9wzQ7hunter2/+w0BAQEFAASCAdozA", "hunter2=="] as const;

/** A private key in PEM with a name, and an open text behind it. */
const pem = (name: string, lines: readonly string[] = LINES): string =>
  [`-----BEGIN ${name}-----`, ...lines, `-----END ${name}-----`, ""].join("\n");

const PLACES: Readonly<Record<string, (key: string) => string>> = {
  "lines of its own": (key) => `tls.key:\n${key}open`,
  "YAML, indented": (key) => `tls.key: |\n  ${key.replaceAll("\n", "\n  ")}open: 1`,
  JSON: (key) => JSON.stringify({ private_key: key, client_email: "open" }),
  "JSON in JSON": (key) => JSON.stringify({ msg: JSON.stringify({ key, a: "open" }) }),
  "util.inspect": (key) => inspect({ key, a: "open" }, { breakLength: 40 }),
  "a variable on one line": (key) => `TLS_KEY="${key.replaceAll("\n", "\\n")}" open`,
  "Windows lines": (key) => `${key.replaceAll("\n", "\r\n")}open`,
  "a list of lines": (key) => JSON.stringify({ key: key.split("\n"), a: "open" }),
  "a list that Go printed": (key) => `[${linesOf(key).map(quoted).join(" ")}] open`,
  "a list in JSON in JSON": (key) => JSON.stringify({ msg: JSON.stringify([...linesOf(key), "open"]) }),
};

const quoted = (text: string): string => JSON.stringify(text);
const linesOf = (key: string): string[] => key.trimEnd().split("\n");

describe.each(Object.entries(PLACES))("a private key in %s", (_place, print) => {
  it.each(["PRIVATE KEY", "RSA PRIVATE KEY", "OPENSSH PRIVATE KEY", "PGP PRIVATE KEY BLOCK"])(
    "%s",
    (name) => {
      const log = print(pem(name));
      const clean = scrubText(log);
      expect(clean).not.toMatch(/hunter2|MIIE/);
      // As if the marker was the only line of the key.
      expect(clean).toBe(print(pem(name, [MARKER])));
      expect(scrubText(clean)).toBe(clean);
    },
  );

  it("with headers", () => {
    const key = pem("RSA PRIVATE KEY", [
      "Proc-Type: 4,ENCRYPTED",
      "DEK-Info: AES-128-CBC,E1F2",
      "",
      ...LINES,
    ]);
    expect(scrubText(print(key))).not.toMatch(/hunter2|MIIE/);
  });
});

const TIME = "2026-01-02T03:04:05";

/** What stands around line `index` of a log. */
const PREFIXES: Readonly<Record<string, (line: string, index: number) => string>> = {
  klog: (line, index) => `I0102 03:04:05.${index}     ${7 * index} main.go:10] ${line}`,
  containerd: (line, index) => `${TIME}.${index}Z stderr F ${line}`,
  "klog in containerd, which is before the first line only": (line, index) =>
    `${TIME}.${index}Z stderr F ${index === 0 ? "I0102 03:04:05.1 7 main.go:10] key: " : ""}${line}`,
  Docker: (line, index) => json({ log: `${line}\n`, stream: "stdout", time: `${TIME}.${index}Z` }),
  pino: (line, index) => json({ level: 30, time: 1_700_000_000_000 + index, msg: line }),
  "a logger that writes the time last": (line, index) => json({ msg: line, ts: 1.5 + index }),
  logfmt: (line, index) => `time="${TIME}.${index}Z" level=info msg=${quoted(line)}`,
  "docker compose": (line) => `myservicename_1  | ${line}`,
  syslog: (line) => `Jan  2 03:04:05 host app[12]: ${line}`,
  "a terminal with colours": (line) => `\x1b[32mINFO\x1b[39m ${line}`,
  "klog on Windows": (line) => `I0102 03:04:05.1 7 main.go:10] ${line}\r`,
  "an array in util.inspect": (line) => `  '${line}',`,
  "a quotation": (line) => `> ${line}`,
  "a diff": (line) => `+${line}`,
  "a path": (line) => `keys/${line}`,
  "grep -n": (line, index) =>
    `tls.log${index === 0 ? ":" : "-"}${index + 9}${index === 0 ? ":" : "-"}${line}`,
};

const json = (json: object): string => JSON.stringify(json);

describe.each(Object.entries(PREFIXES))(
  "a private key of which each line has a prefix: %s",
  (_name, line) => {
    const write = (key: string): string => `${key}open text`.split("\n").map(line).join("\n");
    const key = pem("EC PRIVATE KEY");
    const clean = write(
      pem(
        "EC PRIVATE KEY",
        LINES.map(() => MARKER),
      ),
    );

    it("keeps its lines, and what stands around them", () => {
      expect(scrubText(write(key))).toBe(clean);
      expect(scrubText(clean)).toBe(clean);
    });

    it("with headers, which stay", () => {
      const headers = ["Proc-Type: 4,ENCRYPTED", "DEK-Info: AES-128-CBC,E1F2", ""];
      const [log, expected] = [LINES, LINES.map(() => MARKER)].map((lines) =>
        write(pem("RSA PRIVATE KEY", [...headers, ...lines])),
      );
      expect(scrubText(log ?? "")).toBe(expected);
    });

    it("does not depend on how it is cut", () => {
      const log = Buffer.from(write(key));
      const cuts = Array.from(log, (_, index) => index);
      for (const cut of casesOfTest(cuts.filter((index) => index % 11 === 0)))
        expect(scrubBytes(log, [cut]).toString()).toBe(clean);
      const often = cuts.filter((index) => index % 5 > 2);
      expect(scrubBytes(log, often).toString()).toBe(clean);
    });

    it("counts as one", () => {
      const scrubber = new LogScrubber();
      scrubber.push(Buffer.from(write(key)));
      scrubber.end();
      expect([...scrubber.findings]).toEqual([["private keys", 1]]);
    });

    it("is none if other lines follow", () => {
      const log = ["-----BEGIN PRIVATE KEY-----", "connected", "open text"].map(line).join("\n");
      expect(scrubText(log)).toBe(log);
    });
  },
);

it("ends where a key with prefixes was cut off", () => {
  const prefix = "I0102 03:04:05 1 a.go:1] ";
  const log = (line: string): string =>
    `${prefix}-----BEGIN PRIVATE KEY-----\n${prefix}${line}\n${prefix}2 keys are read\nI0102 03:04:05 1 b.go:1] next\n`;
  expect(scrubText(log(LINES[0]))).toBe(log(MARKER));
});

it("goes on in a line that begins as a date does", () => {
  const log = pem("PRIVATE KEY", [LINES[0], "2026/01hunter2w0BAQEFAASCAdoz2345", "hunter2=="]);
  expect(scrubText(log)).toBe(pem("PRIVATE KEY", [MARKER]));
});

describe("what is no private key stays", () => {
  it.each([
    pem("CERTIFICATE"),
    pem("PUBLIC KEY"),
    "-----BEGIN PRIVATE KEY----- is missing in tls.key",
    "tls: failed to find a line that begins with -----BEGIN PRIVATE KEY-----\nnext",
    `-----BEGIN PRIVATE KEY-----\n${MARKER}-----END PRIVATE KEY-----`,
    "found -----BEGIN PRIVATE KEY-----\nfound abcdefghijklmnopqrstuvwxyz and more",
  ])("%j", (log) => {
    expect(scrubText(log)).toBe(log);
  });
});

it("ends where a key was cut off", () => {
  const log = `key: -----BEGIN PRIVATE KEY-----\n${LINES[0]}\nI0102 03:04:05 1 a.go:1] next\n`;
  expect(scrubText(log)).toBe(`key: -----BEGIN PRIVATE KEY-----\n${MARKER}\nI0102 03:04:05 1 a.go:1] next\n`);
});

it("does not depend on how a key is cut", () => {
  const log = Buffer.from(`a\n${pem("PRIVATE KEY")}b\n`);
  const whole = scrubBytes(log).toString();
  for (let cut = 0; cut < log.length; cut++) expect(scrubBytes(log, [cut]).toString()).toBe(whole);
});

import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { scrubBytes, scrubText } from "./scrub-text.js";

const MARKER = "***stripped***";
const LINES = ["MIIEvQIBADANBgkqhkiG9w0BAQEFAASC", "Xk9wzQ7hunter2/+w0BAQEFAASCAdoz", "hunter2=="];

/** A private key in PEM with a name, and an open text behind it. */
const pem = (name: string, lines = LINES): string =>
  [`-----BEGIN ${name}-----`, ...lines, `-----END ${name}-----`, ""].join("\n");

const PLACES: Readonly<Record<string, (key: string) => string>> = {
  "lines of its own": (key) => `tls.key:\n${key}open`,
  "YAML, indented": (key) => `tls.key: |\n  ${key.replaceAll("\n", "\n  ")}open: 1`,
  JSON: (key) => JSON.stringify({ private_key: key, client_email: "open" }),
  "JSON in JSON": (key) => JSON.stringify({ msg: JSON.stringify({ key, a: "open" }) }),
  "util.inspect": (key) => inspect({ key, a: "open" }),
  "a variable on one line": (key) => `TLS_KEY="${key.replaceAll("\n", "\\n")}" open`,
  "Windows lines": (key) => `${key.replaceAll("\n", "\r\n")}open`,
};

describe.each(Object.entries(PLACES))("a private key in %s", (_place, print) => {
  it.each(["PRIVATE KEY", "RSA PRIVATE KEY", "OPENSSH PRIVATE KEY", "PGP PRIVATE KEY BLOCK"])(
    "%s",
    (name) => {
      const log = print(pem(name));
      const clean = scrubText(log);
      expect(clean).not.toMatch(/hunter2|MIIE/);
      expect(clean).toContain(`-----BEGIN ${name}-----`);
      expect(clean).toContain(`${MARKER}-----END ${name}-----`);
      expect(clean).toContain("open");
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

describe("what is no private key stays", () => {
  it.each([
    pem("CERTIFICATE"),
    pem("PUBLIC KEY"),
    "-----BEGIN PRIVATE KEY----- is missing in tls.key",
    "tls: failed to find a line that begins with -----BEGIN PRIVATE KEY-----\nnext",
    `-----BEGIN PRIVATE KEY-----\n${MARKER}-----END PRIVATE KEY-----`,
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

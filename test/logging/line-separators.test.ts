import { format } from "node:util";
import { create } from "@bufbuild/protobuf";
import pino from "pino";
import { describe, expect, it } from "vitest";
import winston from "winston";
import { sanitizeConsole } from "../../src/console/index.js";
import { createSanitizer } from "../../src/index.js";
import { sanitizePino, sanitizePinoOptions } from "../../src/pino/index.js";
import { sanitizeFormat } from "../../src/winston/index.js";
import { file_acme_v1_login, LoginSchema } from "../gen/acme/v1/login_pb.js";

/** Each of these ends a line, or starts a terminal sequence, for some readers. JSON.stringify leaves all of them raw. */
const SEPARATORS = ["\u0085", "\u009b", "\u2028", "\u2029"];
const RAW = /[\u0080-\u009f\u2028\u2029]/;

const sanitizer = createSanitizer({ schemas: [file_acme_v1_login] });
const text = `before${SEPARATORS.join("between")}after`;
const login = create(LoginSchema, { user: text, labels: { [text]: text } });
const expected = { user: text, labels: { [text]: text } };

/** Values with the characters in values and in keys, in and outside of messages. */
const places: Readonly<Record<string, object>> = {
  "a message": { login },
  "a stripped message": { login: sanitizer.strip(login) },
  "a plain object": { login: expected },
  "a key": { [text]: sanitizer.strip(login) },
};

function isOneLine(line: string): void {
  expect(line).not.toMatch(RAW);
  expect(line.trimEnd().split(/\r?\n/)).toHaveLength(1);
}

describe.each(Object.entries(places))("line separators in %s", (_, value) => {
  const content = JSON.parse(JSON.stringify("login" in value ? { login: expected } : { [text]: expected }));

  it.each([
    ["sanitizePino", (stream: pino.DestinationStream) => sanitizePino(pino, { sanitizer }, stream)],
    [
      "sanitizePinoOptions",
      (stream: pino.DestinationStream) => pino(sanitizePinoOptions({ sanitizer }), stream),
    ],
  ])("are escaped in lines of pino, by %s", (_name, make) => {
    const lines: string[] = [];
    const log = make({ write: (line: string) => void lines.push(line) });
    log.info(value, text);
    log.child(value).info(text);
    expect(lines).toHaveLength(2);
    for (const line of lines) {
      isOneLine(line);
      expect(JSON.parse(line)).toMatchObject({ ...content, msg: text });
    }
  });

  it.each([
    ["json", winston.format.json()],
    ["simple", winston.format.simple()],
    ["logstash", winston.format.logstash()],
  ])("are escaped in lines of winston, in the format %s", (name, given) => {
    const info = sanitizeFormat({ sanitizer, format: given }).transform({
      level: "info",
      message: text,
      [Symbol.for("level")]: "info",
      ...value,
    });
    const line = typeof info === "object" ? String(info[Symbol.for("message")]) : "";
    isOneLine(line);
    if (name === "json") expect(JSON.parse(line)).toMatchObject({ ...content, message: text });
  });

  it("are escaped if the console prints JSON", () => {
    const printed: string[] = [];
    const target = { log: (...args: readonly unknown[]) => void printed.push(format(...args)) };
    sanitizeConsole({ sanitizer, console: target });
    target.log("%j", value);
    isOneLine(printed.join());
    expect(JSON.parse(printed.join())).toEqual(content);
  });
});

describe("line separators in a stripped message", () => {
  it("are escaped in its text, and in the output of util.inspect", () => {
    isOneLine(String(sanitizer.strip(login)));
    isOneLine(`${sanitizer.strip(login)}`);
    expect(format("%s %o", sanitizer.strip(login), sanitizer.strip(login))).not.toMatch(RAW);
  });

  it("stay unchanged in the result of toJSON, because JSON.stringify decides how to write them", () => {
    expect(sanitizer.strip(login).toJSON()).toEqual(expected);
    expect(JSON.parse(JSON.stringify(sanitizer.strip(login)))).toEqual(expected);
  });
});

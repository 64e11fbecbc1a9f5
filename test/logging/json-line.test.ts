import { describe, expect, it } from "vitest";
import { scrubJsonLine } from "../../src/scrub/line/json-line.js";
import { sanitizer, whileLive } from "./secret-message.js";

function scrubbed(line: string, secret: string): string {
  return whileLive(() => scrubJsonLine(sanitizer.live, line), secret);
}

describe("a finished line", () => {
  it("comes back as it is if no secret shows in it", () => {
    const line = '{"level":30,"msg":"open"}\n';
    expect(scrubbed(line, "hunter2")).toBe(line);
  });

  it("keeps its line end", () => {
    expect(scrubbed('{"msg":"hunter2"}\r\n', "hunter2")).toBe('{"msg":"***stripped***"}\r\n');
    expect(scrubbed('{"msg":"hunter2"}', "hunter2")).toBe('{"msg":"***stripped***"}');
    expect(scrubbed('{"msg":"hunter2\\n"}\n', "hunter2\n")).toBe('{"msg":"***stripped***"}\n');
  });

  it("stays JSON if the secret is a number", () => {
    const line =
      '{"level":30,"time":1795620289243,"pin":4711471147,"nested":[{"n":4711471147,"ok":true,"no":null}]}\n';
    expect(JSON.parse(scrubbed(line, "4711471147"))).toEqual({
      level: 30,
      time: 1795620289243,
      pin: "***stripped***",
      nested: [{ n: "***stripped***", ok: true, no: null }],
    });
  });

  it("stays JSON if the secret looks like part of an escape", () => {
    const line = `${JSON.stringify({ level: 30, msg: "a\nabcdef", "k\nabcdef": "nabcdef" })}\n`;
    const text = scrubbed(line, "nabcdef");
    expect(() => JSON.parse(text)).not.toThrow();
    expect(text).not.toContain("nabcdef");
    expect(JSON.parse(text)).toMatchObject({ level: 30 });
  });

  it("stays JSON if the secret is a name, also a name with a special meaning for objects", () => {
    const line = '{"level":30,"hunter2":1,"__proto__":{"hunter2":123456789}}\n';
    const text = scrubbed(line, "hunter2");
    expect(text).toBe('{"level":30,"***stripped***":1,"__proto__":{"***stripped***":123456789}}\n');
  });

  it("need not be JSON", () => {
    expect(scrubbed("info: hunter2\n", "hunter2")).toBe("info: ***stripped***\n");
  });
});

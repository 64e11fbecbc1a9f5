import { create } from "@bufbuild/protobuf";
import pino, { type Logger, type LoggerOptions } from "pino";
import { describe, expect, it } from "vitest";
import { NodePublishVolumeRequestSchema } from "../src/csi/gen/csi/v1/csi_pb.js";
import { stripSecrets } from "../src/csi/index.js";
import type { Stripped } from "../src/index.js";

const SECRET = "hunter2";
const CONTENT = { secrets: "***stripped***", volume_id: "vol-1" };
const TEXT = JSON.stringify(CONTENT);

function stripped(): Stripped {
  return stripSecrets(
    create(NodePublishVolumeRequestSchema, { volumeId: "vol-1", secrets: { password: SECRET } }),
  );
}

/** What a real pino writes for one log call, parsed. */
function logged(log: (logger: Logger) => void, options: LoggerOptions = {}): Record<string, unknown> {
  const lines: string[] = [];
  const logger = pino(
    { base: null, timestamp: false, level: "trace", ...options },
    { write: (line) => lines.push(line) },
  );
  log(logger);
  expect(lines).toHaveLength(1);
  expect(lines[0]).not.toContain(SECRET);
  return JSON.parse(lines[0] ?? "");
}

describe("pino writes a stripped message as an object", () => {
  it("in the merge object, at any depth", () => {
    expect(logged((log) => log.info({ request: stripped() }, "publish"))).toMatchObject({
      request: CONTENT,
      msg: "publish",
    });
    expect(logged((log) => log.info({ call: { args: [stripped()] } }))).toMatchObject({
      call: { args: [CONTENT] },
    });
  });

  it("in the bindings of a child, and of its child", () => {
    const child = logged((log) => log.child({ request: stripped() }).child({ n: 1 }).info("publish"));
    expect(child).toMatchObject({ request: CONTENT, n: 1 });
    const bound = logged((log) => {
      log.setBindings({ request: stripped() });
      log.info("publish");
    });
    expect(bound).toMatchObject({ request: CONTENT });
  });

  it("from a mixin, a formatter or a serializer", () => {
    expect(logged((log) => log.info("publish"), { mixin: () => ({ request: stripped() }) })).toMatchObject({
      request: CONTENT,
    });
    const formatters = { log: (merged: object) => ({ ...merged, again: stripped() }) };
    expect(logged((log) => log.info({ a: 1 }), { formatters })).toMatchObject({ a: 1, again: CONTENT });
    const serializers = { request: () => stripped() };
    expect(logged((log) => log.info({ request: { password: SECRET } }), { serializers })).toMatchObject({
      request: CONTENT,
    });
  });

  it("beside paths that pino itself redacts", () => {
    const redact = ["request.volume_id", "request.*.password", "other"];
    expect(logged((log) => log.info({ request: stripped(), other: 1 }), { redact })).not.toHaveProperty(
      "request.secrets.password",
    );
  });
});

describe("pino writes a stripped message as text", () => {
  // Applied by reflection: the types of pino want a number under %d.
  it.each<string>(["%s", "%o", "%O", "%j"])("in the message, under %s", (placeholder) => {
    const args = [`publish ${placeholder} now`, stripped()];
    const { msg } = logged((log) => Reflect.apply(log.info, log, args));
    expect(msg).toContain("***stripped***");
    expect(msg).toContain("vol-1");
  });

  it("under %s it is the very text", () => {
    expect(logged((log) => log.info("publish %s", stripped()))).toMatchObject({ msg: `publish ${TEXT}` });
  });

  it("it is not a number with %d", () => {
    const { msg } = logged((log) => Reflect.apply(log.info, log, ["publish %d", stripped()]));
    expect(msg).toBe("publish NaN");
  });

  it("in a template", () => {
    expect(logged((log) => log.info(`publish ${stripped()}`))).toMatchObject({ msg: `publish ${TEXT}` });
  });

  it("in an error: its message, its cause and its properties", () => {
    const cause = new Error(`because of ${stripped()}`);
    const error = Object.assign(new Error(`publish ${stripped()}`, { cause }), { request: stripped() });
    expect(logged((log) => log.error(error))).toMatchObject({
      err: { message: `publish ${TEXT}: because of ${TEXT}`, request: CONTENT },
    });
    expect(logged((log) => log.error({ err: error }, "failed"))).toMatchObject({ err: { request: CONTENT } });
    const aggregate = new AggregateError([error, stripped()], "both failed");
    expect(logged((log) => log.error(aggregate))).toMatchObject({ err: { message: "both failed" } });
  });
});

it("pino copies only own properties of the merge object, and a stripped message has none", () => {
  expect(logged((log) => log.info(stripped(), "publish"))).toEqual({ level: 30, msg: "publish" });
  expect(logged((log) => log.info(stripped()))).toEqual({ level: 30 });
});

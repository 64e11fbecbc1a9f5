import { Console } from "node:console";
import { PassThrough } from "node:stream";
import { create, toBinary } from "@bufbuild/protobuf";
import pino from "pino";
import { describe, expect, it } from "vitest";
import { sanitizeConsole } from "../../src/console/index.js";
import { NodePublishVolumeRequestSchema } from "../../src/csi/gen/csi/v1/csi_pb.js";
import { createCsiSanitizer } from "../../src/csi/index.js";
import { sanitizePino } from "../../src/pino/index.js";
import { writtenText } from "../logging/written-text.js";
import { protobufEs1Library } from "./protobuf-es-1-library.js";

const SECRET = "hunter2-correct";
const SAFE = '{"secrets":"***stripped***","volume_id":"vol-1"}';
const TYPE = NodePublishVolumeRequestSchema.typeName;
const sanitizer = createCsiSanitizer();

/** A message of version 1 of @bufbuild/protobuf: nothing but its class knows its type. */
function decoded(): object {
  const message = create(NodePublishVolumeRequestSchema, {
    volumeId: "vol-1",
    secrets: { password: SECRET },
  });
  return protobufEs1Library.decode(TYPE, toBinary(NodePublishVolumeRequestSchema, message)) as object; // an object of a class
}

describe("a message of version 1 of @bufbuild/protobuf needs no type", () => {
  it("to be printed", () => {
    expect(sanitizer.stringify(decoded())).toBe(SAFE);
    expect(String(sanitizer.strip(decoded()))).toBe(SAFE);
    expect(sanitizer.toJson(decoded())).toEqual(JSON.parse(SAFE));
  });

  it("to be redacted", () => {
    const copy = sanitizer.redact(decoded());
    expect(copy).toMatchObject({ volumeId: "vol-1" });
    expect(copy?.constructor).toBe(decoded().constructor);
    expect(JSON.stringify(copy)).not.toContain(SECRET);
  });

  it("to have its secrets found", () => {
    expect(sanitizer.secretsOf(decoded()).scrub(`echo ${SECRET}`)).toBe("echo ***stripped***");
  });

  it("to be stripped in a log, wherever it is", () => {
    const places = () => [
      { request: decoded() },
      { list: [{ deep: decoded() }] },
      { err: Object.assign(new Error("failed"), { stack: "Error: failed", request: decoded() }) },
    ];
    const lines: string[] = [];
    const log = sanitizePino(pino, { sanitizer }, { write: (line) => lines.push(line) });
    const stream = new PassThrough();
    const console = new Console({ stdout: stream, stderr: stream });
    sanitizeConsole({ sanitizer, console });
    for (const value of places()) {
      log.info(value);
      log.child(value).info("%o", value);
      console.log(value, "%o");
      console.log("%o %s", value, value);
    }
    const text = lines.join("") + writtenText(stream);
    expect(text).toContain("vol-1");
    expect(text).not.toContain(SECRET);
  });

  it("unless the function that says it is no method of a class", () => {
    const type = { typeName: TYPE };
    expect(sanitizer.stringify({ getType: () => type })).toBe('"<<not a protobuf message>>"');
    class Other {
      getType(): string {
        return TYPE;
      }
    }
    expect(sanitizer.stringify(new Other())).toBe('"<<not a protobuf message>>"');
  });
});

it("a function that throws makes a note, and nothing else", () => {
  class Broken {
    readonly open = 1;
    getType(): never {
      throw new Error(SECRET);
    }
  }
  expect(sanitizer.stringify(new Broken())).toBe('"<<could not be read>>"');
  const lines: string[] = [];
  sanitizePino(pino, { sanitizer }, { write: (line) => lines.push(line) }).info({ broken: new Broken() });
  expect(lines.join("")).toContain('"broken":"<<could not be read>>"');
});

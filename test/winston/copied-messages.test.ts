import { Writable } from "node:stream";
import { create, toBinary } from "@bufbuild/protobuf";
import wrappers from "google-protobuf/google/protobuf/wrappers_pb.js";
import protobuf from "protobufjs";
import { describe, expect, it } from "vitest";
import winston, { type Logger } from "winston";
import { NodePublishVolumeRequestSchema } from "../../src/csi/gen/csi/v1/csi_pb.js";
import { createCsiSanitizer } from "../../src/csi/index.js";
import { createSanitizer } from "../../src/index.js";
import { isStatedMessage } from "../../src/logging/logged-messages.js";
import { sanitizeFormat } from "../../src/winston/index.js";
import { libraries } from "../representations/all-libraries.js";

const SECRET = "hunter2-correct";
const TYPE = NodePublishVolumeRequestSchema.typeName;
const { combine, errors, splat, json } = winston.format;
const format = combine(errors({ stack: true }), splat(), json());

const bytes = toBinary(
  NodePublishVolumeRequestSchema,
  create(NodePublishVolumeRequestSchema, { volumeId: "vol-1", secrets: { password: SECRET } }),
);

/** The lines that a logger writes. */
function lines(use: (logger: Logger) => void, options: winston.LoggerOptions): string {
  const chunks: string[] = [];
  const stream = new Writable({
    write(chunk, _encoding, done) {
      chunks.push(String(chunk));
      done();
    },
  });
  use(winston.createLogger({ ...options, transports: [new winston.transports.Stream({ stream })] }));
  return chunks.join("");
}

/** Every way in which winston copies a message before a format sees it. */
const WAYS: readonly {
  readonly way: string;
  readonly use: (logger: Logger, message: object) => void;
  readonly isDefault?: boolean;
}[] = [
  { way: "metadata of a child", use: (logger, message) => logger.child(message).info("text") },
  {
    way: "metadata of a child of a child",
    use: (logger, message) => logger.child({ a: 1 }).child(message).child({ b: 2 }).info("text"),
  },
  {
    way: "metadata of a child that logs with metadata",
    use: (logger, message) => logger.child(message).info("text %s", "a", { b: 2 }),
  },
  {
    way: "metadata of a child that logs an error",
    use: (logger, message) => logger.child(message).error(new Error("failed")),
  },
  { way: "an entry of a child", use: (logger, message) => logger.child({ a: 1 }).log("info", message) },
  {
    way: "an entry of a child of a child",
    use: (logger, message) => logger.child({ a: 1 }).child({ b: 2 }).log("info", message),
  },
  { way: "default metadata", use: (logger) => logger.info("text"), isDefault: true },
  {
    way: "default metadata of an entry with metadata",
    use: (logger) => logger.info("text", { a: 1 }),
    isDefault: true,
  },
  {
    way: "default metadata of a child",
    use: (logger) => logger.child({ a: 1 }).info("text %s", "a"),
    isDefault: true,
  },
  {
    way: "default metadata that is set later",
    use(logger, message) {
      logger.defaultMeta = message;
      logger.info("text", { a: 1 });
    },
  },
  {
    way: "default metadata of a logger that is configured again",
    use(logger, message) {
      const { transports } = logger;
      logger.configure({ format: logger.format, defaultMeta: message, transports: [...transports] });
      logger.info("text");
    },
  },
];

const decoders = libraries
  .filter((library) => library.knows(TYPE))
  .map(({ name, decode }) => ({ name, make: () => decode(TYPE, bytes) as object })) // all of them make objects
  .filter(({ make }) => isStatedMessage(make()));

describe.each(decoders)("a message of $name", ({ make }) => {
  const sanitizer = createCsiSanitizer();

  it.each(WAYS)("is printed without its secret as $way", ({ use, isDefault }) => {
    const metadata = isDefault ? { defaultMeta: make() } : {};
    expect(lines((logger) => use(logger, make()), { format, ...metadata })).toContain(SECRET);
    const text = lines((logger) => use(logger, make()), {
      format: sanitizeFormat({ sanitizer, format }),
      ...metadata,
    });
    expect(text).not.toContain(SECRET);
    expect(text).toContain("***stripped***");
    expect(text).toContain("vol-1");
  });
});

describe("a message of google-protobuf", () => {
  const make = () => {
    const message = new wrappers.StringValue();
    message.setValue(SECRET);
    return message;
  };

  it.each(WAYS)("is not printed as $way: its class does not know its type", ({ use, isDefault }) => {
    const sanitizer = createCsiSanitizer();
    const metadata = isDefault ? { defaultMeta: make() } : {};
    const text = lines((logger) => use(logger, make()), {
      format: sanitizeFormat({ sanitizer, format }),
      ...metadata,
    });
    expect(text).not.toContain(SECRET);
    expect(text).toContain("<<");
  });
});

it("an entry that is a message with a field named message is printed without its secret", () => {
  const { root } = protobuf.parse(`
    syntax = "proto3";
    package app.v1;
    message Mail { string message = 1; string body = 2 [debug_redact = true]; }
  `);
  const sanitizer = createSanitizer({ schemas: [root] });
  const make = () => root.lookupType("app.v1.Mail").create({ message: "hello", body: SECRET });
  const text = lines(
    (logger) => {
      logger.child({ a: 1 }).info(make());
      logger.child(make()).info(make());
      logger.info(make());
    },
    { format: sanitizeFormat({ sanitizer, format }), defaultMeta: make() },
  );
  expect(text.match(/hello/g)?.length).toBeGreaterThan(2);
  expect(text).not.toContain(SECRET);
});

it("metadata may change between two entries", () => {
  const sanitizer = createCsiSanitizer();
  const request = create(NodePublishVolumeRequestSchema, { volumeId: "vol-1" });
  const text = lines(
    (logger) => {
      const child = logger.child(request);
      child.info("first");
      request.volumeId = "vol-2";
      child.info("second");
    },
    { format: sanitizeFormat({ sanitizer, format }) },
  );
  expect(text).toMatch(/"message":"first","volume_id":"vol-1".*\n.*"message":"second","volume_id":"vol-2"/);
});

it("loggers with another format work as before", () => {
  const sanitizer = createCsiSanitizer();
  sanitizeFormat({ sanitizer, format });
  const defaultMeta = { service: "driver" };
  const text = lines(
    (logger) => {
      expect(logger.defaultMeta).toBe(defaultMeta);
      const child = logger.child({ a: 1 }).child({ b: 2 });
      expect(child).toBeInstanceOf(winston.Logger);
      child.info("text", { c: 3 });
      child.error(Object.assign(new Error("failed"), { stack: "Error: failed" }));
    },
    { format, defaultMeta },
  );
  expect(text.split("\n").map((line) => line && JSON.parse(line))).toEqual([
    { level: "info", message: "text", service: "driver", a: 1, b: 2, c: 3 },
    { level: "error", message: "failed", service: "driver", a: 1, b: 2, stack: "Error: failed" },
    "",
  ]);
});

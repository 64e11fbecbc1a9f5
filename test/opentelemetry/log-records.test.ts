import { inspect } from "node:util";
import { ROOT_CONTEXT, trace } from "@opentelemetry/api";
import { type AnyValue, type Logger, SeverityNumber } from "@opentelemetry/api-logs";
import { resourceFromAttributes } from "@opentelemetry/resources";
import {
  BatchLogRecordProcessor,
  InMemoryLogRecordExporter,
  LoggerProvider,
  type LogRecordProcessor,
  type ReadableLogRecord,
  SimpleLogRecordProcessor,
} from "@opentelemetry/sdk-logs";
import { afterEach, describe, expect, it } from "vitest";
import { sanitizeLogRecordProcessor } from "../../src/opentelemetry/index.js";
import {
  expectNoSecret,
  holds,
  login,
  nothingLive,
  reflectedLogin,
  SAFE_LOGIN,
  SECRET,
  sanitizer,
} from "../logging/secret-message.js";

afterEach(nothingLive);

/** Everything that an exporter can read from a record. */
function shown(record: ReadableLogRecord): string {
  const { spanContext, resource, severityText, eventName, body, attributes, instrumentationScope } = record;
  const merged = resource.merge(resourceFromAttributes({})).attributes;
  const texts = [spanContext?.traceState?.serialize(), severityText, eventName, merged, resource.attributes];
  const parts = [record, body, attributes, instrumentationScope, resource.getRawAttributes(), texts];
  return inspect(parts, { depth: 12, showHidden: true, getters: true });
}

/** What an exporter is given, and all of its texts as they are when the secret is released. */
async function exported(
  make: (exporter: InMemoryLogRecordExporter) => LogRecordProcessor,
  use: (logger: Logger) => void,
): Promise<{ readonly records: readonly ReadableLogRecord[]; readonly text: string }> {
  const exporter = new InMemoryLogRecordExporter();
  const resource = resourceFromAttributes(
    { args: ["--token", SECRET] },
    { schemaUrl: `https://a/${SECRET}` },
  );
  const provider = new LoggerProvider({ resource, processors: [make(exporter)] });
  const release = sanitizer.live.hold(sanitizer.secretsOf(login()), { graceTime: 0 });
  use(provider.getLogger(`lib ${SECRET}`, `1-${SECRET}`, { schemaUrl: `https://b/${SECRET}` }));
  release();
  await nothingLive();
  await provider.forceFlush();
  const records = [...exporter.getFinishedLogRecords()];
  const text = records.map(shown).join("");
  await provider.shutdown();
  return { records, text };
}

/** Records that have the secret wherever a record can have a text. */
function leak(logger: Logger): void {
  const traceState = { get: () => SECRET, serialize: () => `vendor=${SECRET}` };
  const remote = { traceId: "1".repeat(32), spanId: "2".repeat(16), traceFlags: 1, traceState };
  logger.emit({
    body: `mount -o password=${SECRET}`,
    eventName: `event ${SECRET}`,
    severityNumber: SeverityNumber.ERROR,
    severityText: `ERROR ${SECRET}`,
    attributes: { argv: ["--password", SECRET], [SECRET]: { deep: { [SECRET]: SECRET } } },
    exception: new Error(`failed: ${SECRET}`),
    context: trace.setSpanContext(ROOT_CONTEXT, remote as never), // as a vendor makes it
  });
  logger.emit({ body: { text: SECRET, bytes: Buffer.from(SECRET), list: [SECRET, 1] } });
  logger.emit({ body: Buffer.from(`u:${SECRET}`).toString("base64") });
  logger.emit({ body: login() as AnyValue, attributes: { request: reflectedLogin() as AnyValue } }); // any object is taken
}

const PROCESSORS = [
  {
    name: "a SimpleLogRecordProcessor",
    make: (exporter: InMemoryLogRecordExporter) => new SimpleLogRecordProcessor({ exporter }),
  },
  {
    name: "a BatchLogRecordProcessor",
    make: (exporter: InMemoryLogRecordExporter) => new BatchLogRecordProcessor({ exporter }),
  },
];

describe.each(PROCESSORS)("$name made safe", ({ make }) => {
  const safe = (exporter: InMemoryLogRecordExporter) =>
    sanitizeLogRecordProcessor({ sanitizer, processor: make(exporter) });

  it("exports no secret, wherever in the record it is", async () => {
    const { records, text } = await exported(safe, leak);
    expect(records).toHaveLength(4);
    expectNoSecret(text);
    expect(records[0]?.body).toBe("mount -o password=***stripped***");
    expect(records[0]?.severityText).toBe("ERROR ***stripped***");
    expect(records[0]?.eventName).toBe("event ***stripped***");
    expect(records[0]?.spanContext?.traceState?.serialize()).toBe("vendor=***stripped***");
    expect(records[0]?.attributes).toMatchObject({
      argv: ["--password", "***stripped***"],
      "exception.message": "failed: ***stripped***",
    });
    expect(records[1]?.body).toMatchObject({ text: "***stripped***", list: ["***stripped***", 1] });
    expect(records[3]?.body).toEqual(SAFE_LOGIN);
    expect(records[0]?.instrumentationScope).toBe(records[3]?.instrumentationScope);
    expect(records[0]?.resource).toBe(records[3]?.resource);
  });

  it("exports no secret that is added to a body after it was emitted", async () => {
    const list = ["mount"];
    const map = new Map([["argv", list]]);
    const bytes = Buffer.alloc(SECRET.length + 1);
    const { records, text } = await exported(safe, (logger) => {
      logger.emit({ body: { deep: { list } } });
      logger.emit({ body: { map, bytes } as unknown as AnyValue }); // any object is taken
      list.push(SECRET);
      map.set(SECRET, list);
      bytes.write(SECRET);
    });
    expectNoSecret(text);
    expect(records.map(({ body }) => body)).toEqual([
      { deep: { list: ["mount"] } },
      { map: new Map([["argv", ["mount"]]]), bytes: new Uint8Array(SECRET.length + 1) },
    ]);
  });

  it("exports everything else as it is", async () => {
    const use = (logger: Logger) =>
      logger.emit({
        body: { text: "open", list: [1, true, null], bytes: new Uint8Array([1, 2]) },
        attributes: { a: 1, b: ["c"], d: { e: "f" } },
        severityNumber: SeverityNumber.INFO,
        severityText: "INFO",
        eventName: "event",
        timestamp: 5,
        observedTimestamp: 6,
      });
    const parts = ({ records: [record] }: Awaited<ReturnType<typeof exported>>) => {
      if (record === undefined) throw new Error("no record");
      const { body, attributes, severityNumber, severityText, eventName, hrTime, hrTimeObserved } = record;
      const { spanContext, droppedAttributesCount } = record;
      return {
        ...{ body, attributes, severityNumber, severityText, eventName },
        ...{ hrTime, hrTimeObserved, spanContext, droppedAttributesCount },
      };
    };
    expect(parts(await exported(safe, use))).toEqual(parts(await exported(make, use)));
  });

  it("leaves the search something to find without it", async () => {
    expect(holds((await exported(make, leak)).text)).toBe(true);
  });
});

it("what the processor sets on its record is safe, and other processors do not see it", async () => {
  const seen: unknown[] = [];
  const setting: LogRecordProcessor = {
    onEmit(record) {
      record
        .setAttribute("password", SECRET)
        .setAttributes({ request: login() as AnyValue }) // as above
        .setBody(SECRET)
        .setEventName(SECRET)
        .setSeverityText(SECRET)
        .setSeverityNumber(SeverityNumber.FATAL);
      seen.push(record.attributes, record.body, record.eventName, record.severityText, record.severityNumber);
    },
    forceFlush: async () => undefined,
    shutdown: async () => undefined,
  };
  const exporter = new InMemoryLogRecordExporter();
  const processors = [
    sanitizeLogRecordProcessor({ sanitizer, processor: setting }),
    new SimpleLogRecordProcessor({ exporter }),
  ];
  const release = sanitizer.live.hold(sanitizer.secretsOf(login()), { graceTime: 0 });
  new LoggerProvider({ processors }).getLogger("test").emit({ body: SECRET, attributes: { a: SECRET } });
  release();
  const stripped = "***stripped***";
  expect(seen).toEqual([
    { a: stripped, password: stripped, request: SAFE_LOGIN },
    ...[stripped, stripped, stripped, SeverityNumber.FATAL],
  ]);
  expect(exporter.getFinishedLogRecords()[0]).toMatchObject({ body: SECRET, attributes: { a: SECRET } });
});

it("a record that cannot be read is dropped, and the program continues", () => {
  const processor: LogRecordProcessor = {
    onEmit: () => expect.fail("handed on"),
    forceFlush: async () => undefined,
    shutdown: async () => undefined,
  };
  const broken = new Proxy(
    {},
    {
      get: () => {
        throw new Error("broken");
      },
    },
  );
  sanitizeLogRecordProcessor({ sanitizer, processor }).onEmit(broken as never); // as no SDK makes it
});

it("the processor says whether records are wanted", () => {
  const processor: LogRecordProcessor = {
    onEmit: () => undefined,
    enabled: ({ eventName }) => eventName === "wanted",
    forceFlush: async () => undefined,
    shutdown: async () => undefined,
  };
  const { enabled } = sanitizeLogRecordProcessor({ sanitizer, processor });
  const asked = { context: ROOT_CONTEXT, instrumentationScope: { name: "test" } };
  expect(enabled?.({ ...asked, eventName: "wanted" })).toBe(true);
  expect(enabled?.({ ...asked, eventName: "other" })).toBe(false);
});

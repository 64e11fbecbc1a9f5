import { inspect } from "node:util";
import { ROOT_CONTEXT, SpanStatusCode, type Tracer, type TraceState, trace } from "@opentelemetry/api";
import { resourceFromAttributes } from "@opentelemetry/resources";
import {
  BasicTracerProvider,
  BatchSpanProcessor,
  InMemorySpanExporter,
  type ReadableSpan,
  SimpleSpanProcessor,
  type SpanProcessor,
} from "@opentelemetry/sdk-trace-base";
import { afterEach, describe, expect, it } from "vitest";
import { sanitizeSpanProcessor } from "../../src/opentelemetry/index.js";
import {
  expectNoSecret,
  holds,
  login,
  nothingLive,
  SECRET,
  sanitizer,
  whileLive,
} from "../logging/secret-message.js";

/** Everything that an exporter can read from a span: all that it leads to, and what its functions return. */
function shown(span: ReadableSpan): string {
  const contexts = [span.spanContext(), span.parentSpanContext, ...span.links.map(({ context }) => context)];
  const states = contexts.map((context) => context?.traceState?.serialize());
  const merged = span.resource.merge(resourceFromAttributes({})).attributes;
  const parts = [span, contexts, states, span.resource.attributes, span.resource.getRawAttributes(), merged];
  return inspect(parts, { depth: 12, showHidden: true, getters: true });
}

/** A trace state of a vendor, who need not follow the standard. */
function traceState(): TraceState {
  const state: TraceState = {
    get: () => SECRET,
    set: () => state,
    unset: () => state,
    serialize: () => `vendor=${SECRET},other=open`,
  };
  return state;
}

/** A span that has the secret wherever a span can have a text. */
function leak(tracer: Tracer): void {
  const linked = tracer.startSpan("linked");
  linked.end();
  const remote = { ...linked.spanContext(), isRemote: true, traceState: traceState() };
  const span = tracer.startSpan(
    `mount ${SECRET}`,
    {
      attributes: { argv: ["--password", SECRET], [SECRET]: 1 },
      links: [{ context: remote, attributes: { SECRET } }],
    },
    trace.setSpanContext(ROOT_CONTEXT, remote),
  );
  span.setAttribute("http.header", Buffer.from(`user:${SECRET}`).toString("base64"));
  span.addEvent(`event ${SECRET}`, { SECRET });
  span.recordException(new Error(`mount -o password=${SECRET}`));
  span.setStatus({ code: SpanStatusCode.ERROR, message: `failed: ${SECRET}` });
  span.end();
}

/** What an exporter is given, and all of its texts as they are when the secret is released. */
async function exported(
  process: (exporter: InMemorySpanExporter) => SpanProcessor,
  use: (tracer: Tracer) => void,
): Promise<{ readonly spans: readonly ReadableSpan[]; readonly text: string }> {
  const exporter = new InMemorySpanExporter();
  const resource = resourceFromAttributes(
    {
      "process.command_args": ["driver", "--token", SECRET],
      [`process.${SECRET}`]: 1,
      "host.id": Promise.resolve(SECRET),
    },
    { schemaUrl: `https://example.com/${SECRET}` },
  );
  await resource.waitForAsyncAttributes?.();
  const provider = new BasicTracerProvider({ resource, spanProcessors: [process(exporter)] });
  const release = sanitizer.live.hold(sanitizer.secretsOf(login()), { graceTime: 0 });
  use(provider.getTracer(`lib ${SECRET}`, `1-${SECRET}`, { schemaUrl: `https://example.com/${SECRET}` }));
  await provider.forceFlush();
  const spans = [...exporter.getFinishedSpans()];
  release();
  // An exporter may send spans long after.
  await nothingLive();
  const text = spans.map(shown).join("");
  await provider.shutdown();
  return { spans, text };
}

const SAFE_SCOPE = {
  name: "lib ***stripped***",
  version: "1-***stripped***",
  schemaUrl: "https://example.com/***stripped***",
};

const PROCESSORS = [
  {
    name: "a SimpleSpanProcessor",
    make: (exporter: InMemorySpanExporter) => new SimpleSpanProcessor(exporter),
  },
  {
    name: "a BatchSpanProcessor",
    make: (exporter: InMemorySpanExporter) => new BatchSpanProcessor(exporter),
  },
];

afterEach(nothingLive);

describe.each(PROCESSORS)("$name made safe", ({ make }) => {
  const safe = (exporter: InMemorySpanExporter) =>
    sanitizeSpanProcessor({ sanitizer, processor: make(exporter) });

  it("exports no secret, wherever in the span it is", async () => {
    const { spans, text } = await exported(safe, leak);
    expect(spans).toHaveLength(2);
    expectNoSecret(text);
    expect(spans[1]?.name).toBe("mount ***stripped***");
    expect(spans[1]?.attributes["argv"]).toEqual(["--password", "***stripped***"]);
    expect(spans[1]?.status).toEqual({ code: SpanStatusCode.ERROR, message: "failed: ***stripped***" });
    expect(spans[1]?.instrumentationScope).toEqual(SAFE_SCOPE);
    expect(spans[0]?.instrumentationScope).toBe(spans[1]?.instrumentationScope);
    expect(spans[1]?.resource.attributes).toEqual({
      "process.command_args": ["driver", "--token", "***stripped***"],
      "process.***stripped***": 1,
      "host.id": "***stripped***",
    });
    const state = spans[1]?.links[0]?.context.traceState;
    expect(state?.serialize()).toBe("vendor=***stripped***,other=open");
    expect(state?.get("vendor")).toBe("***stripped***");
    expect(state?.unset("vendor").set("a", "b").serialize()).toBe("a=b,other=open");
  });

  it("exports everything else as it is", async () => {
    const use = (tracer: Tracer) => {
      const span = tracer.startSpan("open", { attributes: { a: 1, b: [true, false], c: "text" } });
      span.addEvent("event", { d: 1.5 });
      span.end();
    };
    const [span] = (await exported(safe, use)).spans;
    const [plain] = (await exported(make, use)).spans;
    const parts = (one: ReadableSpan | undefined) => {
      if (one === undefined) throw new Error("no span");
      const { name, kind, attributes, status, links, ended, instrumentationScope, droppedAttributesCount } =
        one;
      const events = one.events.map(({ name: event, attributes: more }) => ({ event, more }));
      return {
        name,
        kind,
        attributes,
        status,
        links,
        ended,
        instrumentationScope,
        droppedAttributesCount,
        events,
      };
    };
    expect(parts(span)).toEqual({ ...parts(plain), instrumentationScope: SAFE_SCOPE });
    expect(span?.spanContext().traceId).toMatch(/^[0-9a-f]{32}$/);
    expect(span?.endTime[0]).toBeTypeOf("number");
    expect(span?.duration[0]).toBe(0);
  });

  it("leaves the search something to find without it", async () => {
    const { text } = await exported(make, leak);
    expect(holds(text)).toBe(true);
  });
});

it("spans of one resource still have one", async () => {
  const { spans } = await exported(
    (exporter) => sanitizeSpanProcessor({ sanitizer, processor: new SimpleSpanProcessor(exporter) }),
    leak,
  );
  expect(spans[0]?.resource).toBe(spans[1]?.resource);
});

it("the span itself, and other processors, are left alone", () => {
  const seen: ReadableSpan[] = [];
  const keep: SpanProcessor = {
    onStart: () => undefined,
    onEnd: (span) => seen.push(span),
    forceFlush: async () => undefined,
    shutdown: async () => undefined,
  };
  const provider = new BasicTracerProvider({
    spanProcessors: [sanitizeSpanProcessor({ sanitizer, processor: keep }), keep],
  });
  const span = provider.getTracer("test").startSpan("span");
  whileLive(() => span.setAttribute("password", SECRET).end());
  expect(seen.map(({ attributes }) => attributes["password"])).toEqual(["***stripped***", SECRET]);
  expect(seen[1]).toBe(span);
});

it("a message that is an attribute against all types is stripped", () => {
  const seen: ReadableSpan[] = [];
  const processor: SpanProcessor = {
    onStart: () => undefined,
    onEnd: (span) => seen.push(span),
    forceFlush: async () => undefined,
    shutdown: async () => undefined,
  };
  const span = trace.getTracer("none").startSpan("none");
  const fake = {
    ...span,
    name: "n",
    attributes: { request: login() },
    events: [],
    links: [],
    status: {},
    resource: { attributes: {} },
  };
  sanitizeSpanProcessor({ sanitizer, processor }).onEnd(fake as unknown as ReadableSpan); // as no SDK makes it
  expect(seen[0]?.attributes).toEqual({ request: { user: "jane", password: "***stripped***" } });
});

it("a span that cannot be read is dropped", () => {
  const processor: SpanProcessor = {
    onStart: () => undefined,
    onEnd: () => expect.fail("handed on"),
    forceFlush: async () => undefined,
    shutdown: async () => undefined,
  };
  const broken = Object.defineProperty({}, "name", {
    get: () => {
      throw new Error("broken");
    },
  });
  sanitizeSpanProcessor({ sanitizer, processor }).onEnd(broken as ReadableSpan); // as above
});

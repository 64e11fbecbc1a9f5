import type { SpanProcessor } from "@opentelemetry/sdk-trace-base";
import { describe, expect, it } from "vitest";
import winston from "winston";
import { loggingInterceptor } from "../../src/connect/index.js";
import { sanitizeConsole } from "../../src/console/index.js";
import { NodePublishVolumeRequestSchema } from "../../src/csi/gen/csi/v1/csi_pb.js";
import { createCsiSanitizer, csiPolicy, serviceAccountTokens } from "../../src/csi/index.js";
import { loggingClientInterceptor, loggingServerInterceptor } from "../../src/grpc/index.js";
import { createSanitizer } from "../../src/index.js";
import { checkCsiDriver, rolloutPlan } from "../../src/kubernetes/index.js";
import { sanitizeLogRecordProcessor, sanitizeSpanProcessor } from "../../src/opentelemetry/index.js";
import { sanitizePinoOptions } from "../../src/pino/index.js";
import { messageArbitrary, twinsArbitrary } from "../../src/testing/index.js";
import { sanitizeFormat } from "../../src/winston/index.js";

const sanitizer = createSanitizer();
const logger = (): void => {};
const scope = sanitizer.secretsOf({});
const format = winston.format.json();
const processor = {} as SpanProcessor; // not called

/** What a caller in JavaScript may give. */
type Take = (options: never) => unknown;

/** Functions that take options, the options that they need, a misspelt one, and the one that was meant. */
const TAKERS: readonly [string, Take, object, string, string][] = [
  ["createSanitizer", createSanitizer as Take, {}, "schema", "schemas"],
  ["createSanitizer", createSanitizer as Take, {}, "policies", "policy"],
  ["createCsiSanitizer", createCsiSanitizer as Take, {}, "volumeContextkeys", "volumeContextKeys"],
  ["createCsiSanitizer", createCsiSanitizer as Take, {}, "limit", "limits"],
  ["csiPolicy", csiPolicy as Take, {}, "token", "tokens"],
  ["hold", ((options) => sanitizer.live.hold(scope, options)) as Take, {}, "gracetime", "graceTime"],
  [
    "serviceAccountTokens",
    ((options) => serviceAccountTokens({}, options)) as Take,
    {},
    "rejectexpired",
    "rejectExpired",
  ],
  ["checkCsiDriver", ((options) => checkCsiDriver("", options)) as Take, {}, "kubernets", "kubernetes"],
  [
    "checkCsiDriver of versions",
    ((kubernetes) => checkCsiDriver("", { kubernetes })) as Take,
    {},
    "apiServer",
    "apiserver",
  ],
  ["rolloutPlan of versions", ((versions) => rolloutPlan({}, versions)) as Take, {}, "kubelets", "kubelet"],
  ["loggingServerInterceptor", loggingServerInterceptor as Take, { sanitizer, logger }, "levels", "level"],
  [
    "loggingClientInterceptor",
    loggingClientInterceptor as Take,
    { sanitizer, logger },
    "metaData",
    "metadata",
  ],
  ["loggingInterceptor", loggingInterceptor as Take, { sanitizer, logger }, "scrubstatus", "scrubStatus"],
  ["sanitizeFormat", sanitizeFormat as Take, { sanitizer, format }, "formats", "format"],
  ["sanitizeConsole", sanitizeConsole as Take, { sanitizer }, "consol", "console"],
  [
    "sanitizeSpanProcessor",
    sanitizeSpanProcessor as Take,
    { sanitizer, processor },
    "processors",
    "processor",
  ],
  [
    "sanitizeLogRecordProcessor",
    sanitizeLogRecordProcessor as Take,
    { sanitizer, processor },
    "processors",
    "processor",
  ],
  [
    "messageArbitrary",
    ((options) => messageArbitrary(NodePublishVolumeRequestSchema, options)) as Take,
    {},
    "maxitems",
    "maxItems",
  ],
  [
    "twinsArbitrary",
    ((options) => twinsArbitrary(NodePublishVolumeRequestSchema, {}, options)) as Take,
    {},
    "unknownFeilds",
    "unknownFields",
  ],
];

describe.each(TAKERS)("%s", (_, take, needed, name, meant) => {
  it(`refuses ${name}, and names ${meant}`, () => {
    const make = (): unknown => take({ ...needed, [name]: "hunter2" } as never);
    expect(make).toThrow(TypeError);
    expect(make).toThrow(new RegExp(`^${name}: no such option .*did you mean "${meant}"`));
    expect(make).not.toThrow(/hunter2/);
  });

  it("refuses a value that is not an object", () => {
    // A version may also be a text.
    for (const options of [null, 5, [], () => undefined]) expect(() => take(options as never)).toThrow(Error);
  });
});

it("pino's own options are pino's: their names are not known here", () => {
  const options = sanitizePinoOptions({ sanitizer, ...{ aNewOption: 1 } });
  expect(options).toHaveProperty("aNewOption", 1);
  expect(() => sanitizePinoOptions(null as never)).toThrow(TypeError);
});

it("a limit that does not exist is a RangeError with the nearest name, as limits out of range are", () => {
  const limits: object = { maxdepth: 5 };
  expect(() => createSanitizer({ limits })).toThrow(
    new RangeError('limits.maxdepth: no such limit; did you mean "maxDepth"?'),
  );
});

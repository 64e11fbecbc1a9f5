import { expect, it } from "vitest";
import { type ConnectLoggingOptions, loggingInterceptor } from "../../src/connect/index.js";
import {
  type CallLoggingOptions,
  loggingClientInterceptor,
  loggingServerInterceptor,
} from "../../src/grpc/index.js";
import { createSanitizer } from "../../src/index.js";

const sanitizer = createSanitizer();
const logger = (): void => {};

/** Makes each interceptor of options as somebody may give them who has no types. */
function make(options: object): void {
  const untyped = options as CallLoggingOptions;
  for (const interceptor of [loggingServerInterceptor, loggingClientInterceptor, loggingInterceptor])
    interceptor(untyped);
}

it.each<[string, object]>([
  ["sanitizer", { logger }],
  ["sanitizer", { logger, sanitizer: null }],
  ["logger", { sanitizer }],
  ["level", { sanitizer, logger, level: 30 }],
  ["entries", { sanitizer, logger, entries: "calls" }],
  ["metadata", { sanitizer, logger, metadata: "user-agent" }],
  ["metadata", { sanitizer, logger, metadata: [1] }],
  ["credentials", { sanitizer, logger, credentials: ["x-tenant"] }],
  ["credentials", { sanitizer, logger, credentials: "x-tenant" }],
  ["credentials", { sanitizer, logger, credentials: { "x-tenant": "yes" } }],
  ["graceTime", { sanitizer, logger, graceTime: "30s" }],
  ["graceTime", { sanitizer, logger, graceTime: Number.NaN }],
  ["handlerTime", { sanitizer, logger, handlerTime: "10m" }],
  ["handlerTime", { sanitizer, logger, handlerTime: Number.NaN }],
])("an interceptor says at once that %s is wrong", (name, options) => {
  expect(() => make(options)).toThrow(new RegExp(`^${name}: expected `));
});

it("the interceptor for Connect says at once that side is wrong", () => {
  const options = { sanitizer, logger, side: "both" } as unknown as ConnectLoggingOptions; // as a caller without types
  expect(() => loggingInterceptor(options)).toThrow(/^side: expected /);
});

it("null counts as not given", () => {
  const nothing = {
    level: null,
    entries: null,
    metadata: null,
    credentials: null,
    graceTime: null,
    handlerTime: null,
    scrubStatus: null,
  };
  expect(() => make({ sanitizer, logger, ...nothing })).not.toThrow();
});

import { create, toBinary } from "@bufbuild/protobuf";
import { FileDescriptorSetSchema } from "@bufbuild/protobuf/wkt";
import type { SpanProcessor } from "@opentelemetry/sdk-trace-base";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import winston from "winston";
import { CallLog } from "../../src/calls/call-log.js";
import { sanitizeConsole } from "../../src/console/index.js";
import { NodePublishVolumeRequestSchema } from "../../src/csi/gen/csi/v1/csi_pb.js";
import {
  createCsiSanitizer,
  csiPolicy,
  SERVICE_ACCOUNT_TOKENS_KEY,
  serviceAccountTokens,
} from "../../src/csi/index.js";
import { createSanitizer, jwt, type Policy, type Sanitizer } from "../../src/index.js";
import { checkCsiDriver, rolloutPlan } from "../../src/kubernetes/index.js";
import { sanitizeLogRecordProcessor, sanitizeSpanProcessor } from "../../src/opentelemetry/index.js";
import { sanitizePinoOptions } from "../../src/pino/index.js";
import { CheckedHoldOptions } from "../../src/scrub/live.js";
import { sanitizeSentryOptions } from "../../src/sentry/index.js";
import { messageArbitrary, twinsArbitrary } from "../../src/testing/index.js";
import { sanitizeFormat } from "../../src/winston/index.js";
import { schemaKinds } from "../policy/dialects/schemas-of-dialect.js";
import { registry } from "../properties/subjects.js";
import { parseText, VERSIONS } from "../representations/protobufjs-root.js";
import { casesInTurn } from "../runs.js";
import { withPolluted } from "./polluted.js";

// Every option of every function, every part of a policy, and every property that is read of a schema.
const NAMES = (
  "schemas policy format limits maxDepth maxStringLength maxListLength maxOutputLength fieldOptions fields mapKeys " +
  "detectors field keys describe volumeContextKeys tokens rejectExpired now kubernetes apiserver kubelet graceTime " +
  "sanitizer logger level metadata scrubStatus maxItems unknownFields registry processor console serializers formatters " +
  "hooks logMethod streamWrite mixin mixinMergeStrategy onChild redact bindings log kind typeName fullName lookup nested " +
  "oneofs oneof values valuesOptions options edition _edition group filename extend type id rule keyType parsedOptions " +
  "protoName jsonName json_name name parent requestType responseType methods map_entry proto3_optional default features " +
  "field_presence fileDescriptorProtos debug_redact debugRedact $unknown proto defaultValue isProto3Optional " +
  "csi.v1.csi_secret (csi.v1.csi_secret) mapEntry classes audiences class unlisted marker optional anyOf open all option " +
  "path is includes not present pii last shown isUnreviewed isRequired constants (conditions.flag) (conditions.rules) on"
).split(" ");

const VALUES: readonly unknown[] = [
  [],
  {},
  1,
  "describe",
  "message",
  true,
  () => "hunter2",
  () => false,
  [{ field: "volume_context", keys: [/./], describe: () => "hunter2" }],
  new Date("2100-01-01T00:00:00Z"),
  null,
];

const PROTO = `syntax = "proto3"; package app.v1;
  enum Level { LOW = 0; }
  message Entry { string password = 1 [debug_redact = true]; string user_name = 2; }
  message Login {
    string password = 1 [debug_redact = true];
    string pin = 2;
    string userName = 3;
    optional string nick_name = 4;
    repeated int32 numbers = 5;
    map<string, string> labels = 6;
    map<string, Entry> entries = 7;
    oneof choice { string email = 8; int64 phone = 9; }
    Level level = 10;
  }
  service Logins { rpc Do (Login) returns (Entry); }`;

const MESSAGE = {
  password: "hunter2",
  pin: "hunter3",
  userName: "jane",
  nickName: "",
  numbers: [1, 2],
  labels: { token: "hunter4", open: "a" },
  entries: { a: { password: "hunter5", userName: "joe" } },
  email: "jane@example.com",
  level: 0,
};

const policy = {
  fields: ["app.v1.Login.pin"],
  mapKeys: [{ field: "labels", keys: [/token/] }],
  detectors: [jwt],
};

const optionRules: Policy = {
  fieldOptions: [
    "conditions.flag",
    { option: "conditions.level", is: ["LEVEL_LOW"], class: "low" },
    { option: "conditions.levels", includes: ["LEVEL_HIGH"], class: "pii" },
    { option: "conditions.rules", path: "on", not: [true], class: "bulk" },
    { all: ["conditions.flag", { option: "conditions.level", present: false }], class: "low" },
  ],
  messageOptions: [{ option: "conditions.message_level", is: [1] }],
  unlisted: { class: "pii", marker: "unreviewed" },
  open: ["conditions.Everything.plain", { option: "conditions.note", present: true }],
};

/** All that a sanitizer shows and finds of a message. */
function outputs(sanitizer: Sanitizer, typeName: string, message: object): readonly unknown[] {
  return [
    sanitizer.stringify(typeName, message),
    sanitizer.explain(typeName),
    sanitizer.secretsOf(typeName, message).size,
    sanitizer.method("/app.v1.Logins/Do"),
  ];
}

const TOKENS = JSON.stringify({ vault: { token: "a.b.c", expirationTimestamp: "2020-01-01T00:00:00Z" } });
const REQUEST = {
  volumeId: "v",
  secrets: { password: "hunter2" },
  volumeContext: { [SERVICE_ACCOUNT_TOKENS_KEY]: TOKENS, "example.com/password": "open" },
};
const DRIVER = {
  apiVersion: "storage.k8s.io/v1",
  kind: "CSIDriver",
  metadata: { name: "csi.example.com" },
  spec: { tokenRequests: [{ audience: "vault" }], serviceAccountTokenInSecrets: true },
};
const plain = createSanitizer({ schemas: [registry] });
const processor: SpanProcessor = {
  onStart() {},
  onEnd() {},
  forceFlush: () => Promise.resolve(),
  shutdown: () => Promise.resolve(),
};

const roots = VERSIONS.flatMap((version) =>
  [true, false].map(
    (keepCase) => [`${version}, keepCase ${keepCase}`, parseText(version, keepCase, PROTO)] as const,
  ),
);

const ACTIONS: Readonly<Record<string, () => unknown>> = {
  ...Object.fromEntries(
    roots.flatMap(([name, root]) => [
      [
        `a Root of protobufjs ${name}`,
        () => outputs(createSanitizer({ schemas: [root], policy }), "app.v1.Login", MESSAGE),
      ],
      [
        `its JSON ${name}`,
        () => outputs(createSanitizer({ schemas: [root.toJSON()], policy }), "app.v1.Login", MESSAGE),
      ],
    ]),
  ),
  "the types of @bufbuild/protobuf": () => {
    const sanitizer = createSanitizer({
      schemas: [registry],
      policy: [{}, { fields: ["probe.v1.Leaf.open"] }],
    });
    return [
      sanitizer.explain("probe.v1.Leaf"),
      sanitizer.explain("csi.v1.NodePublishVolumeRequest"),
      sanitizer.stringify("csi.v1.NodePublishVolumeRequest", REQUEST),
    ];
  },
  createCsiSanitizer: () => createCsiSanitizer().stringify("csi.v1.NodePublishVolumeRequest", REQUEST),
  csiPolicy: () => csiPolicy(),
  "csiPolicy in createSanitizer": () =>
    createSanitizer({ schemas: [registry], policy: csiPolicy({}) }).stringify(
      "csi.v1.NodePublishVolumeRequest",
      REQUEST,
    ),
  serviceAccountTokens: () =>
    [...serviceAccountTokens(REQUEST).tokens].map(([name, token]) => [name, token.expirationTimestamp]),
  checkCsiDriver: () => checkCsiDriver(DRIVER),
  "checkCsiDriver of a version": () => checkCsiDriver(DRIVER, { kubernetes: {} }),
  rolloutPlan: () => rolloutPlan(DRIVER, {}),
  hold: () => plain.live.hold(plain.secretsOf("csi.v1.NodePublishVolumeRequest", REQUEST), {})(),
  interceptors: () => {
    const log = new CallLog({ sanitizer: plain, logger: () => undefined, level: {} });
    return [
      [...log.metadata.allowed],
      log.metadata.credentials.has("x-tenant"),
      log.scrubsStatus,
      new CheckedHoldOptions({}).graceTime,
      new CheckedHoldOptions({}).method,
    ];
  },
  ...Object.fromEntries(
    // @bufbuild/protobuf itself reads `$unknown` of Object.prototype when it decodes options. Then the type is refused.
    schemaKinds
      .filter(({ parses }) => parses)
      .map(({ kind, make }) => {
        // Made before anything is polluted.
        const schema = make("conditions");
        return [
          `rules for options, by ${kind}`,
          () => {
            const sanitizer = createSanitizer({
              schemas: [schema],
              policy: optionRules,
              classes: { bulk: "omit" },
              audiences: { staff: { pii: "show", low: { last: 4 } } },
            });
            return [sanitizer, sanitizer.for("staff")].map((one) => one.explain("conditions.Everything"));
          },
        ];
      }),
  ),
  sanitizePinoOptions: () => Object.keys(sanitizePinoOptions({ sanitizer: plain })),
  sanitizeFormat: () => {
    const format = sanitizeFormat({
      sanitizer: plain,
      format: winston.format.printf(({ message }) => String(message)),
    });
    return typeof format.transform;
  },
  sanitizeConsole: () => {
    const undo = sanitizeConsole({ sanitizer: plain });
    undo();
    return typeof undo;
  },
  sanitizeSpanProcessor: () => Object.keys(sanitizeSpanProcessor({ sanitizer: plain, processor })),
  sanitizeLogRecordProcessor: () =>
    Object.keys(
      sanitizeLogRecordProcessor({ sanitizer: plain, processor: { ...processor, onEmit: () => undefined } }),
    ),
  sanitizeSentryOptions: () => Object.keys(sanitizeSentryOptions({ sanitizer: plain, dsn: "" })),
};

/** The outcome of an action: a result, or the name and message of an error. */
function outcome(action: () => unknown): string {
  try {
    return (
      JSON.stringify(action(), (_, value: unknown) => (typeof value === "bigint" ? String(value) : value)) ??
      "undefined"
    );
  } catch (error) {
    return String(error);
  }
}

/** Does something while Object.prototype has several properties more, all with one value. */
function withAllPolluted<T>(names: readonly string[], value: unknown, action: () => T): T {
  const [first, ...others] = names;
  return first === undefined
    ? action()
    : withPolluted(first, value, () => withAllPolluted(others, value, action));
}

describe("a property that code adds to Object.prototype is not an option and not part of a schema", () => {
  it.each(Object.entries(ACTIONS))("%s", (title, action) => {
    const expected = outcome(action);
    expect(expected).not.toMatch(/Error/);
    for (const value of casesInTurn(VALUES, Object.keys(ACTIONS).indexOf(title))) {
      const isSame = withAllPolluted(NAMES, value, () => outcome(action)) === expected;
      // Which of them it was is asked only if there is one.
      const culprits = isSame
        ? []
        : NAMES.filter((name) => withPolluted(name, value, () => outcome(action)) !== expected);
      expect({ value, isSame, culprits }).toEqual({ value, isSame: true, culprits: [] });
    }
  });

  it("except that @bufbuild/protobuf may not read the bytes of descriptors, which then is a SchemaError", () => {
    const { file } = NodePublishVolumeRequestSchema;
    const files = [...file.dependencies, file].map(({ proto }) => proto);
    const bytes = toBinary(FileDescriptorSetSchema, create(FileDescriptorSetSchema, { file: files }));
    const action = (): unknown =>
      createSanitizer({ schemas: [bytes] }).stringify("csi.v1.NodePublishVolumeRequest", REQUEST);
    const expected = outcome(action);
    for (const name of [
      "kind",
      "options",
      "$unknown",
      "name",
      "proto",
      "features",
      "edition",
      "fields",
      "debugRedact",
    ]) {
      const found = withPolluted(name, [], () => outcome(action));
      if (!found.startsWith("SchemaError")) expect({ name, found }).toEqual({ name, found: expected });
    }
  });

  it.each(["maxItems", "unknownFields", "registry"])("constraints of generated messages: %s", (name) => {
    // fast-check itself reads constraints such as maxDepth in its own way.
    const sample = (): unknown => {
      const arbitrary = twinsArbitrary(NodePublishVolumeRequestSchema);
      return fc
        .sample(messageArbitrary(NodePublishVolumeRequestSchema), { seed: 1, numRuns: 2 })
        .concat(fc.sample(arbitrary, { seed: 1, numRuns: 2 }).flat());
    };
    const expected = outcome(sample);
    for (const value of [0, false]) expect(withPolluted(name, value, () => outcome(sample))).toBe(expected);
  });
});

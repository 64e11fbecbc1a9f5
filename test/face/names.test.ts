import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import * as connect from "../../src/connect/index.js";
import * as console from "../../src/console/index.js";
import * as csi from "../../src/csi/index.js";
import * as dialects from "../../src/dialects/index.js";
import * as grpc from "../../src/grpc/index.js";
import * as main from "../../src/index.js";
import * as kubernetes from "../../src/kubernetes/index.js";
import * as lock from "../../src/lock/index.js";
import * as opentelemetry from "../../src/opentelemetry/index.js";
import * as pino from "../../src/pino/index.js";
import * as policyFile from "../../src/policy-file/index.js";
import * as pseudonym from "../../src/pseudonym/index.js";
import * as sentry from "../../src/sentry/index.js";
import * as testing from "../../src/testing/index.js";
import * as text from "../../src/text/index.js";
import * as winston from "../../src/winston/index.js";
import { repository } from "../package/pack.js";

describe("the names that each entry exports", () => {
  it.each([
    {
      entry: "protosanitizer",
      exports: main,
      names: [
        "DEFAULT_FIELD_OPTIONS",
        "MAX_PATTERN_KEY_LENGTH",
        "PolicyError",
        "STRIPPED",
        "SchemaError",
        "Stripped",
        "createSanitizer",
        "jwt",
        "liveSecrets",
      ],
    },
    {
      entry: "csi",
      exports: csi,
      names: [
        "SERVICE_ACCOUNT_TOKENS_KEY",
        "Secret",
        "ServiceAccountTokensError",
        "createCsiSanitizer",
        "csiPolicy",
        "csiRegistry",
        "hasCredentials",
        "serviceAccountTokens",
        "stripSecrets",
        "withoutTokens",
      ],
    },
    {
      entry: "text",
      exports: text,
      names: ["PolicyError", "STRIPPED", "SchemaError", "Stripped", "createTextSanitizer", "jwt"],
    },
    { entry: "lock", exports: lock, names: ["PolicyError", "parseLock"] },
    { entry: "pseudonym", exports: pseudonym, names: ["createPseudonyms"] },
    {
      entry: "dialects",
      exports: dialects,
      names: [
        "achuala",
        "bytebase",
        "clutch",
        "confluent",
        "envoy",
        "livekit",
        "marshalZap",
        "moc",
        "peerdb",
        "redact",
        "redactV3",
        "safetyCulture",
        "xds",
      ],
    },
    { entry: "kubernetes", exports: kubernetes, names: ["ManifestError", "checkCsiDriver", "rolloutPlan"] },
    { entry: "policy-file", exports: policyFile, names: ["PolicyFileError", "loadPolicy", "policySchema"] },
    { entry: "grpc", exports: grpc, names: ["loggingClientInterceptor", "loggingServerInterceptor"] },
    { entry: "connect", exports: connect, names: ["loggingInterceptor"] },
    { entry: "pino", exports: pino, names: ["sanitizePino", "sanitizePinoOptions"] },
    { entry: "winston", exports: winston, names: ["sanitizeFormat"] },
    { entry: "console", exports: console, names: ["sanitizeConsole"] },
    {
      entry: "opentelemetry",
      exports: opentelemetry,
      names: ["recordFindings", "sanitizeLogRecordProcessor", "sanitizeSpanProcessor"],
    },
    { entry: "sentry", exports: sentry, names: ["sanitizeSentryOptions"] },
    {
      entry: "testing",
      exports: testing,
      names: ["LeakError", "expectNoLeaks", "leakProperty", "messageArbitrary", "twinsArbitrary"],
    },
  ])("$entry", ({ exports, names }) => {
    expect(Object.keys(exports).sort()).toEqual(names);
  });

  it("include one object for the live secrets of the process", () => {
    expect(main.createSanitizer().live).toBe(main.liveSecrets);
    expect(csi.createCsiSanitizer().live).toBe(main.liveSecrets);
    const secrets = main
      .createSanitizer({ policy: { detectors: [() => true] } })
      .secretsOf("correct horse battery");
    const release = main.liveSecrets.hold(secrets, { graceTime: 0 });
    expect(main.liveSecrets.scrub("echo correct horse battery")).toBe("echo ***stripped***");
    release();
  });
});

const source = join(repository, "src");

/** The files that a file loads when it is imported, itself included, and the packages among them. */
function loadedBy(entry: string): {
  readonly files: ReadonlySet<string>;
  readonly packages: ReadonlySet<string>;
} {
  const files = new Set([join(source, entry, "index.ts")]);
  const packages = new Set<string>();
  // Iterating over the set while it grows visits every file once.
  for (const file of files) {
    const text = readFileSync(file, "utf8");
    for (const [, what = "", from = ""] of text.matchAll(
      /^(?:import|export) ((?!type )[^;]*?from )?"([^"]+)";/gm,
    )) {
      const isTypes = /^\{(?:\s*type [^,}]*,?)+\s*\} from $/.test(what);
      if (isTypes) continue;
      if (from.startsWith(".")) files.add(join(dirname(file), from.replace(/\.js$/, ".ts")));
      else packages.add(from);
    }
  }
  return { files, packages };
}

describe("the modules that an entry loads", () => {
  const entries = [
    "",
    "csi",
    "dialects",
    "lock",
    "grpc",
    "connect",
    "pino",
    "winston",
    "console",
    "opentelemetry",
    "sentry",
    "testing",
  ];

  it("is found", () => {
    const { files, packages } = loadedBy("");
    expect(files.size).toBeGreaterThan(50);
    expect([...files].filter((file) => !existsSync(file))).toEqual([]);
    expect(packages).toContain("@bufbuild/protobuf");
  });

  it.each(["kubernetes", "policy-file"])("includes yaml for %s", (entry) => {
    expect(loadedBy(entry).packages).toContain("yaml");
  });

  it.each(entries)("never includes yaml, or anything of kubernetes: '%s'", (entry) => {
    const { files, packages } = loadedBy(entry);
    expect(packages).not.toContain("yaml");
    expect([...files].filter((file) => file.startsWith(join(source, "kubernetes")))).toEqual([]);
  });

  it("of kubernetes do not include the sanitizer", () => {
    expect(loadedBy("kubernetes").packages).not.toContain("@bufbuild/protobuf");
  });
});

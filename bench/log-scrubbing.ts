import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { compileFunction } from "node:vm";
import { buildSync } from "esbuild";
import { createCsiSanitizer, csiRegistry, SERVICE_ACCOUNT_TOKENS_KEY } from "protosanitizer/csi";
import { Ingredients } from "./ingredients.js";
import type { EffectOperation } from "./operation.js";

/** What is used of `src/logfiles/log-scrubber.ts`, which the package does not export. */
interface LogScrubber {
  push(chunk: Uint8Array): Buffer;
  end(): Buffer;
}

const LOG_BYTES = 2 ** 20;
// What a stream reads of a file at once.
const CHUNK_BYTES = 2 ** 16;
const LONGEST_LINE = 2 ** 12;
// Of so many lines, one holds a request.
const LINES_PER_REQUEST = 10;

/** A NodePublishVolume request, as far as it matters here. */
interface LoggedRequest {
  readonly volumeId: string;
  readonly secrets: Readonly<Record<string, string>>;
  readonly volumeContext: Readonly<Record<string, string>>;
}

/** What `protosanitizer scrub` does with a log in which every tenth line is a request, but for reading and writing. */
export const LOG_SCRUBBING: readonly EffectOperation[] = [
  logScrubbing("LogScrubber(1 MiB, sanitized)", (request) => sanitized(request)),
  logScrubbing("LogScrubber(1 MiB, JSON)", (request) =>
    JSON.stringify({ level: 30, method: "/csi.v1.Node/NodePublishVolume", request, msg: "call" }),
  ),
  logScrubbing("LogScrubber(1 MiB, Go text)", (request) => `GRPC request: ${goText(request)}`),
];

function logScrubbing(name: string, print: (request: LoggedRequest) => string): EffectOperation {
  return {
    name,
    output: "effect",
    inputBytes: LOG_BYTES,
    prepare() {
      const ingredients = new Ingredients(10);
      const log = logOf(ingredients, print);
      const chunks = Array.from({ length: LOG_BYTES / CHUNK_BYTES }, (_, index) =>
        log.subarray(index * CHUNK_BYTES, (index + 1) * CHUNK_BYTES),
      );
      const { LogScrubber } = builtScrubber();
      const scrub = (take: (clean: Buffer) => void): void => {
        const scrubber = new LogScrubber();
        for (const chunk of chunks) take(scrubber.push(chunk));
        take(scrubber.end());
      };
      const output: Buffer[] = [];
      scrub((clean) => output.push(clean));
      check(Buffer.concat(output).toString(), ingredients);
      return () => scrub(() => undefined);
    },
  };
}

/** Made where it is used: another revision, which is compared with this one, may not have it. */
function builtScrubber(): { readonly LogScrubber: new () => LogScrubber } {
  // bench/.build is two levels below the repository. Version 0.1 had the file in another folder.
  const source = (folder: string): string =>
    fileURLToPath(new URL(`../../src/${folder}/log-scrubber.ts`, import.meta.url));
  const [here, before] = [source("logfiles"), source("cli/scrub")];
  const { outputFiles } = buildSync({
    entryPoints: [existsSync(here) ? here : before],
    bundle: true,
    packages: "external",
    format: "cjs",
    target: "es2022",
    write: false,
  });
  const module = { exports: {} };
  const code = outputFiles.map(({ text }) => text).join("");
  compileFunction(code, ["module", "require"])(module, createRequire(import.meta.url));
  // What is described above is the part of it that is used.
  return module.exports as { readonly LogScrubber: new () => LogScrubber };
}

function check(output: string, { secrets, openTexts }: Ingredients): void {
  const shown = secrets.filter((secret) => output.includes(secret)).length;
  if (shown > 0) throw new Error(`shows ${shown} of ${secrets.length} secrets`);
  const missing = openTexts.filter((text) => !output.includes(text)).length;
  if (missing > 0) throw new Error(`lacks ${missing} of ${openTexts.length} open texts`);
}

function logOf(ingredients: Ingredients, print: (request: LoggedRequest) => string): Buffer {
  let log = "";
  for (let index = 0; log.length < LOG_BYTES - LONGEST_LINE; index++) {
    const isRequest = index % LINES_PER_REQUEST === 0;
    log += `${isRequest ? print(requestOf(ingredients)) : lineOf(ingredients)}\n`;
  }
  // All of it is ASCII, so that characters are bytes. What is left is filled with a line of its own.
  return Buffer.from(log.padEnd(LOG_BYTES, "."));
}

/** A line as klog, of Kubernetes, writes it. */
function lineOf({ random }: Ingredients): string {
  return `I0102 03:04:05.678901       1 controller.go:1366] provision "shop-production/data-${random.hex(8)}" class "fast": volume "pvc-${random.uuid()}" provisioned in ${random.below(1000)} ms`;
}

function requestOf(ingredients: Ingredients): LoggedRequest {
  return {
    volumeId: ingredients.open(`vol-${ingredients.random.hex(17)}`),
    secrets: { username: ingredients.password(12), password: ingredients.password() },
    volumeContext: {
      "csi.storage.k8s.io/pod.namespace": "shop-production",
      [SERVICE_ACCOUNT_TOKENS_KEY]: ingredients.serviceAccountTokens(ingredients.pod()),
    },
  };
}

const sanitizer = createCsiSanitizer();
const type = csiRegistry.getMessage("csi.v1.NodePublishVolumeRequest");

function sanitized(request: LoggedRequest): string {
  if (type === undefined) throw new Error("CSI has no NodePublishVolumeRequest");
  return sanitizer.stringify(type, request);
}

/** As Go prints a message, in protobuf's text format. */
function goText({ volumeId, secrets, volumeContext }: LoggedRequest): string {
  const entries = (field: string, map: Readonly<Record<string, string>>): string[] =>
    Object.entries(map).map(
      ([key, value]) => `${field}:{key:${JSON.stringify(key)} value:${JSON.stringify(value)}}`,
    );
  return [
    `volume_id:${JSON.stringify(volumeId)}`,
    ...entries("secrets", secrets),
    ...entries("volume_context", volumeContext),
  ].join(" ");
}

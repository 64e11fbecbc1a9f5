import { execFileSync } from "node:child_process";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import vm from "node:vm";
import { buildSync } from "esbuild";
import type { CallLog } from "../../src/calls/call-log.js";
import type { createCsiSanitizer } from "../../src/csi/index.js";
import type { createSanitizer, jwt } from "../../src/index.js";
import type { isStatedMessage, rememberType } from "../../src/logging/logged-messages.js";
import type { sanitizePino } from "../../src/pino/index.js";
import type { liveSecrets } from "../../src/scrub/live.js";

/** The part of the package that has state of the process. */
export interface State {
  readonly liveSecrets: typeof liveSecrets;
  readonly rememberType: typeof rememberType;
  readonly isStatedMessage: typeof isStatedMessage;
}

const STATE = `
  export { liveSecrets } from "./src/scrub/live.ts";
  export { rememberType, isStatedMessage } from "./src/logging/logged-messages.ts";
`;

/** What a copy of the package exports, as far as these tests use it. */
export interface Copy extends State {
  readonly createCsiSanitizer: typeof createCsiSanitizer;
  readonly createSanitizer: typeof createSanitizer;
  readonly jwt: typeof jwt;
  readonly sanitizePino: typeof sanitizePino;
  readonly CallLog: typeof CallLog;
}

const COPY = `
  ${STATE}
  export { createSanitizer, jwt } from "./src/index.ts";
  export { createCsiSanitizer } from "./src/csi/index.ts";
  export { sanitizePino } from "./src/pino/index.ts";
  export { CallLog } from "./src/calls/call-log.ts";
`;

/** The code of a bundle, as Next.js and others make one. */
function bundle(contents: string, minify: boolean): string {
  const { outputFiles } = buildSync({
    stdin: { contents, resolveDir: fileURLToPath(new URL("../..", import.meta.url)), loader: "ts" },
    bundle: true,
    minify,
    format: "cjs",
    platform: "node",
    write: false,
  });
  return outputFiles.map(({ text }) => text).join("");
}

/** Runs a bundle as a module of its own, as jest's module registry and each bundle of Next.js do. */
function load(code: string, context?: vm.Context): unknown {
  const module = { exports: {} };
  const wrapped = `(function (module, exports, require) {${code}\n})`;
  const run = context === undefined ? vm.runInThisContext(wrapped) : vm.runInContext(wrapped, context);
  run(module, module.exports, createRequire(import.meta.url));
  return module.exports;
}

/** Two copies in this realm: one as it is, one minified. */
export function twoCopies(): readonly [Copy, Copy] {
  return [load(bundle(COPY, false)) as Copy, load(bundle(COPY, true)) as Copy]; // what COPY exports
}

const stateCode = bundle(STATE, false);

/** A realm with a `globalThis` of its own. */
export class Realm {
  /** The warnings of the copies in it. */
  readonly warnings: string[] = [];
  readonly #context: vm.Context;

  constructor() {
    const process = { emitWarning: (message: string) => void this.warnings.push(message) };
    this.#context = vm.createContext({ TextEncoder, TextDecoder, performance, setTimeout, process });
  }

  run(script: string): unknown {
    return vm.runInContext(script, this.#context);
  }

  /** One more copy of the part that has state. */
  load(): State {
    return load(stateCode, this.#context) as State; // what STATE exports
  }
}

/**
 * The output of a script in a process of its own, in which `load()` loads one more copy of the part that has state. For what
 * `vm` cannot do: it does not support a frozen `globalThis`, and it ends the process if `Object.prototype` has a `get`.
 */
export function outputOf(script: string): string {
  const load = `const load = () => { const module = {}; (function (module) {${stateCode}\n})(module); return module.exports; };`;
  return execFileSync(process.execPath, ["-"], { input: `${load}\n${script}`, encoding: "utf8" });
}

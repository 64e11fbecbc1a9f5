import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pino from "pino";
import { expect, it } from "vitest";
import { sanitizePino } from "../../src/pino/index.js";
import {
  expectNoSecret,
  login,
  SAFE_LOGIN,
  SECRET,
  sanitizer,
  whileLive,
} from "../logging/secret-message.js";

it("transports in a worker are given safe lines", async () => {
  const folder = mkdtempSync(join(tmpdir(), "protosanitizer-pino-"));
  const file = join(folder, "log");
  const transport = pino.transport({ target: "pino/file", options: { destination: file } });
  const logger = sanitizePino(pino, { sanitizer, base: null, timestamp: false }, transport);
  whileLive(() => logger.child({ request: login() }).info({ request: login() }, `--password ${SECRET}`));
  const closed = new Promise((resolve) => transport.once("close", resolve));
  transport.end();
  await closed;
  const bytes = readFileSync(file, "utf8");
  rmSync(folder, { recursive: true });
  expectNoSecret(bytes);
  expect(bytes).toContain(`"request":${JSON.stringify(SAFE_LOGIN)}`);
  expect(bytes).toContain("--password ***stripped***");
});

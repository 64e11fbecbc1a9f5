import { setTimeout as delay } from "node:timers/promises";
import { expect, it, onTestFinished } from "vitest";
import { createSanitizer } from "../../src/index.js";
import { file_vault } from "../gen/vault_pb.js";
import { runs } from "../runs.js";
import { seededRandom } from "../seeded-random.js";
import { type Loggers, makeLoggers } from "./loggers.js";
import { STACKS } from "./stacks/all-stacks.js";
import { type Handler, KINDS, type OpenRequest, request } from "./stacks/vault.js";

const random = seededRandom("interleaved calls");
const sanitizer = createSanitizer({ schemas: [file_vault] });

const CALLS = runs(1000);
const AT_A_TIME = 50;
/** Longer than a handler goes on after a cancel, on a busy machine. */
const GRACE_TIME = 2_000;
/** All secrets of the test begin so; what follows differs from call to call. */
const SECRET = /(?:pw|session)-\d+-\w/;

/** Logs what it was sent before, between and after awaits, in event listeners, from timers, and after a cancel. */
function talkativeHandler({ pino, winston, console }: Loggers): Handler {
  return async function* ({ kind, requests, onCancel }) {
    let last: OpenRequest | undefined;
    let isCancelled = false;
    onCancel(() => {
      isCancelled = true;
      pino.warn(`cancelled with ${last?.credential.password}`);
      setTimeout(() => console.log(`after the cancel of ${last?.credential.password}`), 1);
    });
    for await (const one of requests) {
      last = one;
      const { password } = one.credential;
      const session = password.replace("pw-", "session-");
      pino.info({ one }, `before an await: ${password}`);
      await delay(random.number() * 3);
      winston.info(`between: ${password}`, { one });
      setImmediate(() => console.log("from a timer: %s", password));
      await null;
      pino.child({ one }).info(`after: ${password}`);
      if (kind === "Upload") continue;
      yield { note: "", session };
      // After a cancel, a response may be dropped. Then no interceptor has seen its secrets.
      if (!isCancelled) pino.info(`answered with ${session}`);
    }
    if (kind === "Upload") yield { note: "", session: "none" };
  };
}

it(`logs no secret of ${CALLS} interleaved calls on four servers, and holds nothing after the grace time`, async () => {
  const loggers = makeLoggers(sanitizer);
  // grpc-js does not tell when the handler of a cancelled stream has ended, so its secrets wait for all of this time.
  const options = { sanitizer, logger: loggers.pino, graceTime: GRACE_TIME, handlerTime: 5 * GRACE_TIME };
  const handler = talkativeHandler(loggers);
  const vaults = await Promise.all(
    STACKS.map((stack) => stack.start({ server: options, client: options, handler })),
  );
  onTestFinished(async () => {
    await Promise.all(vaults.map((vault) => vault.close()));
  });
  const codes = new Map<number, number>();
  const makeCall = async (id: number): Promise<void> => {
    const kind = KINDS[id % KINDS.length] ?? "Open";
    const vault = vaults[Math.floor(id / KINDS.length) % vaults.length];
    const isStream = kind === "Upload" || kind === "Exchange";
    const ids = isStream ? [id, id + CALLS] : [id];
    const isCancelled = kind === "Exchange" && id % 5 === 0;
    const requests = ids.map((one) => request(`pw-${one}-${random.bytes(12).toString("hex")}`));
    const outcome = await vault?.call(kind, requests, isCancelled ? { cancelAfter: 1 } : {});
    const code = outcome?.code ?? -1;
    codes.set(code, (codes.get(code) ?? 0) + 1);
  };
  let made = 0;
  const worker = async (): Promise<void> => {
    while (made < CALLS) await makeCall(made++);
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, worker));
  expect(Object.fromEntries(codes)).toEqual({ 0: CALLS * 0.95, 1: CALLS * 0.05 });
  await delay(20);
  const lines = loggers.bytes().toString("utf8").split("\n");
  expect(lines.length).toBeGreaterThan(CALLS * 8);
  expect(lines.filter((line) => SECRET.test(line))).toEqual([]);
  await expect.poll(() => sanitizer.live.size, { timeout: GRACE_TIME * 20 }).toBe(0);
});

import { setTimeout as delay } from "node:timers/promises";
import { describe, expect, it, onTestFinished } from "vitest";
import { findLeaks } from "../../src/demo/leak-search.js";
import type { DemoSecret } from "../../src/demo/secrets.js";
import { createSanitizer } from "../../src/index.js";
import { file_vault } from "../gen/vault_pb.js";
import { seededRandom } from "../seeded-random.js";
import { LEAK_KINDS, type LeakKind, leakingHandler } from "./leak-kinds.js";
import { makeLoggers } from "./loggers.js";
import { STACKS } from "./stacks/all-stacks.js";
import { request, type Stack } from "./stacks/vault.js";

const random = seededRandom("leaks");
const sanitizer = createSanitizer({ schemas: [file_vault] });

/** Longer than anything is logged after the end of a call. */
const AFTER_THE_LAST_LINE = 60;

/** A secret whose encoded forms all differ: quotes, a backslash, what URLs and Go escape, and beyond ASCII. */
function makeSecret(name: string): DemoSecret {
  const text = (): string => random.bytes(9).toString("base64url");
  return { name, value: `${text()}"\\ '<&>%+/é🔑${text()}`, parts: [] };
}

/** A service that leaks in every way, with the library or without: the names of the ways in which a secret was found. */
async function leaksOf(stack: Stack, isSanitized: boolean): Promise<readonly string[]> {
  const loggers = makeLoggers(isSanitized ? sanitizer : undefined);
  const secrets = new Map(
    LEAK_KINDS.map(({ name }) => [name, { sent: makeSecret(name), answered: makeSecret(name) }]),
  );
  const options = { sanitizer, logger: loggers.pino, graceTime: 5_000 };
  const vault = await stack.start({
    ...(isSanitized ? { server: options, client: options } : { naive: (entry) => loggers.pino.info(entry) }),
    handler: leakingHandler(loggers, (task) => secrets.get(task)?.answered.value ?? ""),
  });
  onTestFinished(() => vault.close());
  const received = await Promise.all(
    LEAK_KINDS.map(async ({ name, kind = "Open", cancelAfter, metadata }) => {
      const password = secrets.get(name)?.sent.value ?? "";
      const { errorBytes } = await vault.call(kind, [request(password, name)], {
        ...(metadata && { metadata: metadata(password) }),
        ...(cancelAfter !== undefined && { cancelAfter }),
      });
      return errorBytes;
    }),
  );
  await delay(AFTER_THE_LAST_LINE);
  const searched = Buffer.concat([loggers.bytes(), ...received]);
  const wanted = LEAK_KINDS.flatMap((kind) => secretsOf(kind, secrets, isSanitized));
  return [...new Set(findLeaks(searched, wanted).map(({ secret }) => secret.name))];
}

/** With the library no secret may be found. Without it, the one must be that the kind is about. */
function secretsOf(
  { name, secretIn = "request" }: LeakKind,
  secrets: ReadonlyMap<string, { readonly sent: DemoSecret; readonly answered: DemoSecret }>,
  isSanitized: boolean,
): readonly DemoSecret[] {
  const both = secrets.get(name);
  if (both === undefined) return [];
  if (isSanitized) return [both.sent, both.answered];
  return [secretIn === "request" ? both.sent : both.answered];
}

it("has no two ways of one name", () => {
  expect(new Set(LEAK_KINDS.map(({ name }) => name)).size).toBe(LEAK_KINDS.length);
  expect(LEAK_KINDS.length).toBeGreaterThanOrEqual(24);
});

describe.each(STACKS)("$name", (stack) => {
  it("leaks nothing through interceptors and loggers that are sanitized", async () => {
    expect(await leaksOf(stack, true)).toEqual([]);
  });

  it("leaks in every way without the library, so the search is known to work", async () => {
    expect((await leaksOf(stack, false)).toSorted()).toEqual(LEAK_KINDS.map(({ name }) => name).toSorted());
  });
});

import { EventEmitter } from "node:events";
import { setTimeout as delay } from "node:timers/promises";
import { describe, expect, it, onTestFinished } from "vitest";
import { findLeaks } from "../../src/demo/leak-search.js";
import { createSanitizer } from "../../src/index.js";
import { file_vault } from "../gen/vault_pb.js";
import { makeLoggers } from "./loggers.js";
import { connectGrpcStack, connectStackOfOwnProtocol } from "./stacks/connect-stack.js";
import { protoLoaderStack } from "./stacks/grpc-stack.js";
import { type CallSettings, type Handler, KINDS, type Kind, request } from "./stacks/vault.js";

const sanitizer = createSanitizer({ schemas: [file_vault] });
const GRACE_TIME = 20;
/** When a handler that notices nothing logs: long after the call and the grace time. */
const LATE = 300;
/** Longer than a handler needs here. */
const HANDLER_TIME = 800;

/** How the caller gives up. No settings: the connection breaks. */
const ENDS: readonly (readonly [string, CallSettings | undefined])[] = [
  ["deadline", { deadline: 200 }],
  ["cancel", { cancelAfter: 0 }],
  ["broken connection", undefined],
];

/** One call and its secrets, which no other call has. */
interface LateCall {
  readonly kind: Kind;
  readonly settings: CallSettings | undefined;
  readonly password: string;
  readonly token: string;
}

const isLive = (secret: string): boolean => sanitizer.live.scrub(secret) !== secret;

describe.each([protoLoaderStack, connectGrpcStack, connectStackOfOwnProtocol])(
  "handlers that go on after their calls, $name",
  (stack) => {
    const calls = ENDS.flatMap(([end, settings]) =>
      KINDS.map((kind): LateCall => {
        const name = `${kind}, ${stack.name}, ${end}`;
        const token = Buffer.from(`token of ${name}`).toString("base64url");
        return { kind, settings, password: `chap of ${name}`, token };
      }),
    );

    it("log no secret, and release the secrets when they answer", async () => {
      const loggers = makeLoggers(sanitizer);
      const begun = new EventEmitter();
      const finished: string[] = [];
      const handler: Handler = async function* ({ kind, requests }) {
        let password = "";
        try {
          for await (const { task, credential } of requests) {
            if (task === "connect") return yield { note: "", session: "" };
            password = credential.password;
            begun.emit(password);
          }
        } catch {
          // The client sends nothing any more.
        }
        await delay(LATE);
        const attempt = `attempt 4: --value ${password} --token ${calls.find((call) => call.password === password)?.token}`;
        loggers.pino.warn({ attempt });
        loggers.winston.warn(attempt);
        loggers.console.log("%s", attempt);
        finished.push(password);
        if (kind === "Open" || kind === "Upload") yield { note: "late", session: "" };
      };
      const logging = { sanitizer, logger: loggers.pino, graceTime: GRACE_TIME, handlerTime: HANDLER_TIME };
      const call = async ({ kind, settings, password, token }: LateCall): Promise<void> => {
        const vault = await stack.start({ server: logging, handler });
        onTestFinished(() => vault.close());
        await vault.call("Open", [request("hunter2-connect", "connect")]);
        if (settings === undefined) begun.once(password, () => vault.hangUp());
        const metadata = { authorization: `Bearer ${token}` };
        const { code } = await vault.call(kind, [request(password)], { ...settings, metadata });
        expect(code).not.toBe(0);
      };
      await Promise.all(calls.map(call));
      const passwords = calls.map(({ password }) => password).toSorted();
      await expect.poll(() => finished.toSorted(), { timeout: 20_000 }).toEqual(passwords);

      const secrets = calls.flatMap(({ password, token }) => [password, token]);
      const wanted = secrets.map((value) => ({ name: value, value, parts: [] }));
      await expect
        .poll(() => loggers.bytes().toString().split("attempt 4").length, { timeout: 20_000 })
        .toBe(3 * calls.length + 1);
      expect(findLeaks(loggers.bytes(), wanted).map(({ secret }) => secret.name)).toEqual([]);

      // grpc-js destroys the stream of a cancelled call, so no interceptor sees that its handler ends it.
      const isSeen = ({ kind }: LateCall): boolean =>
        stack !== protoLoaderStack || kind === "Open" || kind === "Upload";
      const seen = calls.filter(isSeen).flatMap(({ password, token }) => [password, token]);
      await expect.poll(() => seen.filter(isLive), { timeout: HANDLER_TIME / 2 }).toEqual([]);
      await expect.poll(() => secrets.filter(isLive), { timeout: 2 * HANDLER_TIME }).toEqual([]);
    });
  },
);

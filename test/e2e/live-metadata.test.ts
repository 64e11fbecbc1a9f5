import type { HandlerContext } from "@connectrpc/connect";
import { Metadata, type ServerUnaryCall } from "@grpc/grpc-js";
import { describe, expect, it, onTestFinished } from "vitest";
import { findLeaks } from "../../src/demo/leak-search.js";
import { createSanitizer, jwt, type Sanitizer } from "../../src/index.js";
import { file_vault } from "../gen/vault_pb.js";
import { seededRandom } from "../seeded-random.js";
import { makeLoggers } from "./loggers.js";
import { STACKS } from "./stacks/all-stacks.js";
import { type Handler, KINDS, type OpenRequest, request, VaultFailure } from "./stacks/vault.js";

const random = seededRandom("live metadata");
const sanitizer: Sanitizer = createSanitizer({ schemas: [file_vault] });
const FAILED = 16;

/** A credential as a client sends it: the value of the key, and the part that must not be seen. */
interface Sent {
  readonly key: string;
  readonly value: string | Buffer;
  readonly secret: string;
}

function credentials(): readonly Sent[] {
  const secret = (): string => random.bytes(12).toString("base64url");
  const plain = (key: string, text: (one: string) => string = (one) => one): Sent => {
    const one = secret();
    return { key, value: text(one), secret: one };
  };
  const binary = (key: string): Sent => {
    const one = secret();
    return { key, value: Buffer.from(one), secret: one };
  };
  return [
    plain("authorization", (one) => `Bearer ${one}`),
    plain("proxy-authorization", (one) => `Basic ${btoa(`jane:${one}`)}`),
    plain("x-forwarded-authorization", (one) => `acme-scheme ${one}`),
    plain("cookie", (one) => `theme=midnight; sid=${one}`),
    plain("x-api-key"),
    plain("x-amz-security-token"),
    plain("x-client-secret"),
    binary("x-token-bin"),
    binary("authorization-bin"),
  ];
}

/** A handler that writes what it got into everything that it can write to. */
function leaking(loggers: ReturnType<typeof makeLoggers>, sent: readonly Sent[], sees: () => void): Handler {
  return async function* ({ kind, requests, metadata }) {
    let last: OpenRequest | undefined;
    for await (const one of requests) last = one;
    sees();
    const texts = sent.map(({ key, secret }) => `${key} is ${secret}`).join(", ");
    loggers.pino.info({ metadata, texts, bytes: sent.map(({ value }) => value) }, texts);
    loggers.winston.warn(`${kind} ${last?.task}: ${texts}`, { metadata });
    loggers.console.log("%s %o", texts, { metadata });
    throw new VaultFailure(FAILED, `rejected: ${texts}`, {
      trailers: { "x-seen": encodeURIComponent(texts) },
    });
  };
}

describe.each(STACKS)("credentials in the metadata of a call, $name", (stack) => {
  it.each(["server", "client"] as const)("are live where only the %s has the interceptor", async (side) => {
    const loggers = makeLoggers(sanitizer);
    const sent = credentials();
    const options = { sanitizer, logger: loggers.pino, graceTime: 5_000 };
    let calls = 0;
    const handler = leaking(loggers, sent, () => calls++);
    const vault = await stack.start({ [side]: options, handler });
    onTestFinished(() => vault.close());
    const correlation = {
      traceparent: "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
      "x-request-id": "req-7f3a",
    };
    const metadata = { ...Object.fromEntries(sent.map(({ key, value }) => [key, value])), ...correlation };
    const received: Buffer[] = [];
    for (const kind of KINDS) {
      const outcome = await vault.call(
        kind,
        [request("hunter2-in-the-message", `${Object.values(correlation)}`)],
        { metadata },
      );
      expect(outcome.code).toBe(FAILED);
      received.push(outcome.errorBytes);
    }
    expect(calls).toBe(KINDS.length);
    const bytes = Buffer.concat([loggers.bytes(), ...received]);
    const wanted = sent.map(({ key, secret }) => ({ name: key, value: secret, parts: [] }));
    expect([...new Set(findLeaks(bytes, wanted).map(({ secret }) => secret.name))]).toEqual([]);
    for (const id of Object.values(correlation)) expect(bytes.includes(id)).toBe(true);
  });

  it("are live on their way back, in headers and trailers", async () => {
    const loggers = makeLoggers(sanitizer);
    const [header, trailer] = [random.bytes(12).toString("hex"), random.bytes(12).toString("hex")];
    const options = { sanitizer, logger: loggers.pino, graceTime: 5_000 };
    const vault = await stack.start({
      server: options,
      client: options,
      async *handler({ native, requests }) {
        for await (const { task } of requests) yield* answered(task);
        async function* answered(note: string) {
          sendBack(native, { "set-cookie": `sid=${header}; HttpOnly` }, { "x-refresh-token": trailer });
          yield { note, session: "" };
        }
      },
    });
    onTestFinished(() => vault.close());
    expect((await vault.call("Open", [request("hunter2-in-the-message")])).code).toBe(0);
    loggers.pino.info(`set ${header}, refreshed ${trailer}`);
    expect(loggers.bytes().toString()).toContain("set ***stripped***, refreshed ***stripped***");
    expect(loggers.bytes().toString()).not.toMatch(new RegExp(`${header}|${trailer}`));
  });
});

describe.each(STACKS)("a JSON Web Token that is in no message, $name", (stack) => {
  it("is in no entry and no status if the policy has the detector jwt", async () => {
    const detecting = createSanitizer({ schemas: [file_vault], policy: { detectors: [jwt] } });
    const loggers = makeLoggers(detecting);
    const token = `${Buffer.from('{"alg":"RS256"}').toString("base64url")}.${random.bytes(12).toString("hex")}.c2lnbmF0dXJl`;
    const options = { sanitizer: detecting, logger: loggers.pino, graceTime: 0 };
    const vault = await stack.start({
      server: options,
      async *handler({ requests }) {
        for await (const { task } of requests) {
          const text = `${task}: POST /v1/login jwt=${token}`;
          throw new VaultFailure(FAILED, text, {
            detail: { command: text, password: "" },
            trailers: { "x-command": text },
          });
        }
        yield { note: "", session: "" };
      },
    });
    onTestFinished(() => vault.close());
    const { message, errorBytes } = await vault.call("Open", [request("hunter2-in-the-message")]);
    expect(message).toBe("task: POST /v1/login jwt=***stripped***");
    expect(
      findLeaks(Buffer.concat([errorBytes, loggers.bytes()]), [{ name: "token", value: token, parts: [] }]),
    ).toEqual([]);
  });
});

/** Sends headers and trailers with the answer of a unary call. */
function sendBack(
  native: unknown,
  headers: Readonly<Record<string, string>>,
  trailers: Readonly<Record<string, string>>,
): void {
  const call = native as Partial<HandlerContext> & Partial<ServerUnaryCall<unknown, unknown>>; // one of the two
  for (const [key, value] of Object.entries(headers)) call.responseHeader?.append(key, value);
  for (const [key, value] of Object.entries(trailers)) call.responseTrailer?.append(key, value);
  if (call.sendMetadata === undefined) return;
  const metadata = new Metadata();
  for (const [key, value] of Object.entries({ ...headers, ...trailers })) metadata.add(key, value);
  call.sendMetadata(metadata);
}

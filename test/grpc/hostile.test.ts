import { create, fromBinary, toBinary } from "@bufbuild/protobuf";
import {
  type handleUnaryCall,
  Metadata,
  type MethodDefinition,
  type sendUnaryData,
  status,
} from "@grpc/grpc-js";
import { describe, expect, it } from "vitest";
import type { CallLoggingOptions } from "../../src/grpc/index.js";
import { createSanitizer, type Sanitizer } from "../../src/index.js";
import { RecordedLog } from "../calls/recorded-log.js";
import { STACKS } from "../e2e/stacks/all-stacks.js";
import { KINDS, request } from "../e2e/stacks/vault.js";
import { file_vault, OpenRequestSchema, OpenResponseSchema } from "../gen/vault_pb.js";
import { bytesMethod, type Ended, serveMethod } from "./one-method.js";

const sanitizer = createSanitizer({ schemas: [file_vault] });
const OPEN = "/vault.v1.Vault/Open";
const REQUEST = Buffer.from(
  toBinary(OpenRequestSchema, create(OpenRequestSchema, request("hunter2-secret"))),
);
const RESPONSE = Buffer.from(
  toBinary(OpenResponseSchema, create(OpenResponseSchema, { session: "session-1" })),
);

const answer: handleUnaryCall<unknown, unknown> = (_call, respond) => respond(null, RESPONSE);

interface Observed extends Ended {
  readonly server: RecordedLog;
  readonly client: RecordedLog;
}

/** Makes one call with the interceptors, and the same without: the client must not see a difference. */
async function callOnce(
  method: MethodDefinition<unknown, unknown>,
  handler: handleUnaryCall<unknown, unknown>,
  settings: { path?: string; deadline?: number; with?: Sanitizer } = {},
): Promise<Observed> {
  const [server, client] = [new RecordedLog(), new RecordedLog()];
  const optionsFor = (log: RecordedLog): CallLoggingOptions => ({
    sanitizer: settings.with ?? sanitizer,
    logger: log.log,
    graceTime: 0,
  });
  const logged = await serveMethod(method, handler, {
    server: optionsFor(server),
    client: optionsFor(client),
  });
  const plain = await serveMethod(method, handler, {});
  const ended = await logged(REQUEST, settings);
  const expected = await plain(REQUEST, settings);
  expect(ended.status.code).toBe(expected.status.code);
  expect(ended.response).toEqual(expected.response);
  expect(server.text() + client.text()).not.toMatch(/hunter2|session-1/);
  return { ...ended, server, client };
}

describe("a call goes on as it would have without us", () => {
  it("if the method is not implemented", async () => {
    const {
      status: ended,
      server,
      client,
    } = await callOnce(bytesMethod(OPEN), answer, { path: "/vault.v1.Vault/Close" });
    expect(ended.code).toBe(status.UNIMPLEMENTED);
    expect(server.entries).toEqual([]);
    expect(client.of("end of call")).toEqual([expect.objectContaining({ statusName: "UNIMPLEMENTED" })]);
  });

  it("if the request does not decode", async () => {
    const method = bytesMethod(OPEN, {
      requestDeserialize: () => {
        throw new Error("hunter2-secret is not what I expected");
      },
    });
    const { server } = await callOnce(method, answer);
    await expect.poll(() => server.of("end of call")).toHaveLength(1);
    expect(server.of("end of call")[0]).toMatchObject({ cancelled: true, requests: 0 });
  });

  it("if the response does not encode", async () => {
    const method = bytesMethod(OPEN, {
      responseSerialize: () => {
        throw new Error("no");
      },
    });
    const { status: ended } = await callOnce(method, answer);
    expect(ended.code).toBe(status.INTERNAL);
  });

  it("if the handler throws", async () => {
    const { server } = await callOnce(bytesMethod(OPEN), () => {
      throw new Error("hunter2-secret");
    });
    expect(server.of("end of call")).toEqual([expect.objectContaining({ statusName: "UNKNOWN" })]);
  });

  it("if the deadline passes", async () => {
    let handled = 0;
    const call = (deadline: number): Promise<Observed> =>
      callOnce(bytesMethod(OPEN), () => handled++, { deadline });
    let observed = await call(80);
    // On a busy machine, a call may not reach the server in time.
    for (let deadline = 160; handled < 2 && deadline < 20_000; deadline *= 2) {
      handled = 0;
      observed = await call(deadline);
    }
    const { status: ended, server } = observed;
    expect(ended.code).toBe(status.DEADLINE_EXCEEDED);
    await expect.poll(() => server.of("end of call")).toHaveLength(1);
    // The server has a timer of its own. On a busy machine, the cancel of the client may come first.
    expect(server.of("end of call")[0]).toMatchObject({
      statusName: expect.stringMatching(/^(?:DEADLINE_EXCEEDED|CANCELLED)$/),
      cancelled: true,
    });
  });

  const fail = (error: object): handleUnaryCall<unknown, unknown> => {
    return (_call, respond: sendUnaryData<unknown>) =>
      respond({ name: "Error", message: "failed", ...error });
  };
  it.each<[string, object]>([
    ["no metadata", { code: 5, details: "gone", metadata: undefined }],
    ["metadata that is null", { code: 5, details: "gone", metadata: null }],
    ["details that are not text", { code: 5, details: 404 }],
    ["details that are empty", { code: 5, details: "" }],
    ["a code that has no name", { code: 99, details: "gone" }],
    ["details that are garbage", { code: 5, details: "gone", metadata: garbage() }],
  ])("if the status has %s", async (_, error) => {
    const { server } = await callOnce(bytesMethod(OPEN), fail(error));
    expect(server.of("end of call")).toHaveLength(1);
  });

  it("if grpc-js alone would end the process: a status with half a character", async () => {
    const log = new RecordedLog();
    const options = { server: { sanitizer, logger: log.log } };
    const call = await serveMethod(bytesMethod(OPEN), fail({ code: 5, details: "cut \ud83d" }), options);
    expect((await call(REQUEST)).status).toMatchObject({ code: 5, details: "cut \ufffd" });
  });
});

function garbage(): Metadata {
  const metadata = new Metadata();
  metadata.set("grpc-status-details-bin", Buffer.from([0xff, 0xff, 0xff]));
  return metadata;
}

describe("a method that no schema knows", () => {
  it("is logged by its name, with sizes if they are known", async () => {
    const method = bytesMethod("/acme.v1.Unknown/Call", {
      requestDeserialize: (bytes) => fromBinary(OpenRequestSchema, bytes),
    });
    const { server, client } = await callOnce(method, answer);
    expect(client.of("request")[0]).toMatchObject({ method: method.path, size: REQUEST.length });
    expect(client.of("request")[0]).not.toHaveProperty("request");
    expect(server.of("request")[0]).not.toHaveProperty("size");
    expect(server.of("response")[0]).toMatchObject({ method: method.path, size: RESPONSE.length });
  });
});

describe("messages that a proxy passes on as bytes", () => {
  it("are printed without their secrets, which are live", async () => {
    let seen = "";
    const { server } = await callOnce(bytesMethod(OPEN), (_call, respond) => {
      seen ||= sanitizer.live.scrub("hunter2-secret");
      respond(null, RESPONSE);
    });
    expect(seen).toBe("***stripped***");
    expect(server.of("request")[0]?.["request"]).toEqual({
      credential: { password: "***stripped***", user: "jane" },
      task: "task",
    });
  });
});

describe.each(STACKS)("a sanitizer that fails, $name", (stack) => {
  it("disturbs no call, and prints nothing", async () => {
    const broken = new Proxy(sanitizer, {
      get() {
        throw new Error("hunter2-secret");
      },
    });
    const log = new RecordedLog();
    const options = { sanitizer: broken, logger: log.log };
    const vault = await stack.start({
      server: options,
      client: options,
      async *handler({ kind, requests }) {
        let last = "";
        for await (const { task } of requests) {
          last = task;
          if (kind !== "Upload") yield { note: task, session: "session-1" };
        }
        if (kind === "Upload") yield { note: last, session: "session-1" };
      },
    });
    for (const kind of KINDS) {
      const { code, responses } = await vault.call(kind, [request("hunter2-secret")]);
      expect([kind, code, responses.length]).toEqual([kind, 0, 1]);
    }
    await vault.close();
    expect(log.text()).not.toMatch(/hunter2|session-1/);
  });
});

import { describe, expect, it, vi } from "vitest";
import { STACKS } from "../e2e/stacks/all-stacks.js";
import { type Handler, KINDS, request, VaultFailure } from "../e2e/stacks/vault.js";
import { echo, isLive, requestsOf, sanitizer, start } from "./logged-vault.js";

const NOT_FOUND = 5;

describe.each(STACKS)("$name", (stack) => {
  it.each(KINDS)("has an entry for each message of %s and one for its end, on both sides", async (kind) => {
    const { vault, server, client } = await start(stack, echo);
    const requests = requestsOf(kind);
    const outcome = await vault.call(kind, requests, { metadata: { authorization: "Basic aHVudGVy" } });
    expect(outcome.code).toBe(0);
    const responses = kind === "Exchange" ? 3 : 1;
    for (const log of [server, client]) {
      const method = `/vault.v1.Vault/${kind}`;
      expect(log.of("request").map((fields) => fields["request"])).toEqual(
        requests.map(({ task }) => ({ credential: { password: "***stripped***", user: "jane" }, task })),
      );
      expect(log.of("response")).toHaveLength(responses);
      expect(log.of("response")[0]).toMatchObject({
        method,
        response: { note: "first", session: "***stripped***" },
      });
      expect(log.of("end of call")).toEqual([
        expect.objectContaining({
          method,
          statusCode: 0,
          statusName: "OK",
          requests: requests.length,
          responses,
        }),
      ]);
      expect(log.of("end of call")[0]?.["duration"]).toBeGreaterThan(0);
      expect(log.entries.map(({ fields }) => fields["metadata"]).filter(Boolean)).toEqual([
        expect.objectContaining({ authorization: "***stripped***" }),
      ]);
      expect(new Set(log.entries.map(({ fields }) => fields["call"])).size).toBe(1);
      expect(log.text()).not.toMatch(/hunter2|session-of|Basic/);
    }
  });

  it("scrubs secrets of the request from the status of a failure, in the log and for the client", async () => {
    const { vault, server, client } = await start(stack, async function* ({ requests }) {
      for await (const { credential } of requests) {
        const command = `mount -o password=${credential.password}`;
        const detail = { command, password: credential.password };
        throw new VaultFailure(NOT_FOUND, `${command} failed: exit 32`, {
          detail,
          trailers: { "x-command": command },
        });
      }
      yield { note: "", session: "" };
    });
    const outcome = await vault.call("Open", [request("hunter2-secret")]);
    expect(outcome).toMatchObject({
      code: NOT_FOUND,
      message: "mount -o password=***stripped*** failed: exit 32",
      details: [],
    });
    expect(outcome.errorBytes.toString("latin1")).not.toContain("hunter2");
    for (const log of [server, client]) {
      expect(log.of("end of call")).toEqual([
        expect.objectContaining({
          statusCode: NOT_FOUND,
          statusName: "NOT_FOUND",
          statusMessage: "mount -o password=***stripped*** failed: exit 32",
        }),
      ]);
      expect(log.text()).not.toContain("hunter2");
    }
    expect(server.of("end of call")[0]?.["statusDetails"]).toEqual([
      {
        type_url: "type.googleapis.com/vault.v1.Failure",
        value: { command: "mount -o password=***stripped***", password: "***stripped***" },
      },
    ]);
  });

  it("passes on a status as it is if it holds no secret, or if it is not to be scrubbed", async () => {
    const message = "volume é not found, 100%";
    const handler: Handler = async function* ({ requests }) {
      for await (const { task, credential } of requests) {
        const detail = { command: "mount", password: "another-secret" };
        throw new VaultFailure(NOT_FOUND, task === "leak" ? credential.password : message, { detail });
      }
      yield { note: "", session: "" };
    };
    const scrubbing = await start(stack, handler);
    const outcome = await scrubbing.vault.call("Open", [request("hunter2-secret")]);
    expect(outcome).toMatchObject({ code: NOT_FOUND, message });
    expect(outcome.details).toHaveLength(1);

    const passing = await start(stack, handler, { scrubStatus: false });
    const leaking = await passing.vault.call("Open", [request("hunter2-secret", "leak")]);
    expect(leaking.message).toBe("hunter2-secret");
    expect(passing.server.text() + passing.client.text()).not.toContain("hunter2");
  });

  it("says so when a call is cancelled, and releases its secrets when the handler has had its time", async () => {
    let cancelled = (): void => {};
    const isCancelled = new Promise<void>((resolve) => {
      cancelled = resolve;
    });
    const handler: Handler = async function* ({ requests, onCancel }) {
      onCancel(cancelled);
      for await (const { task } of requests) yield { note: task, session: "session-of-cancelled" };
      await isCancelled;
      // The stream takes nothing any more, so the handler never gets behind this.
      yield { note: "after the cancel", session: "session-after-cancel" };
    };
    const { vault, server, client } = await start(stack, handler, { handlerTime: 50 });
    const { code } = await vault.call("Exchange", [request("hunter2-cancelled")], { cancelAfter: 1 });
    expect(code).toBe(1);
    await isCancelled;
    await expect.poll(() => server.of("end of call")).toHaveLength(1);
    expect(server.of("end of call")[0]).toMatchObject({
      statusName: "CANCELLED",
      cancelled: true,
      requests: 1,
    });
    expect(client.of("end of call")[0]).toMatchObject({ statusName: "CANCELLED" });
    await expect.poll(() => isLive("hunter2-cancelled") || isLive("session-of-cancelled")).toBe(false);
    expect(server.text() + client.text()).not.toMatch(/hunter2|session-/);
  });

  it("writes nothing while the level is off, and holds the secrets of the call", async () => {
    let scrubbed = "";
    const { vault, server, client } = await start(
      stack,
      async function* ({ requests }) {
        for await (const { credential } of requests) {
          scrubbed = sanitizer.live.scrub(`mount -o password=${credential.password}`);
          yield { note: "", session: "session-while-off" };
        }
      },
      { level: "silent" },
    );
    await vault.call("Open", [request("hunter2-while-off")]);
    expect(scrubbed).toBe("mount -o password=***stripped***");
    expect([...server.entries, ...client.entries]).toEqual([]);
    await expect.poll(() => isLive("hunter2-while-off")).toBe(false);
  });

  it("picks up secrets and does nothing else while the level is off", async () => {
    const scrub = vi.fn((text: string) => text);
    const size = vi.fn(() => 1);
    const toJson = vi.fn(() => null);
    const stringify = vi.fn(() => "null");
    const hold = vi.fn(sanitizer.live.hold.bind(sanitizer.live));
    const live = {
      hold,
      scrub,
      scrubError: <E>(error: E) => error,
      onFinding: () => () => {},
      get size() {
        return size();
      },
    };
    const watched = { ...sanitizer, toJson, stringify, live };
    const { vault } = await start(stack, echo, { level: "silent", sanitizer: watched });
    for (const kind of KINDS) expect((await vault.call(kind, requestsOf(kind))).code).toBe(0);
    expect(hold).toHaveBeenCalled();
    for (const watcher of [scrub, size, toJson, stringify]) expect(watcher).not.toHaveBeenCalled();
  });

  it("does not disturb the call when the logger throws or rejects", async () => {
    const failures = [
      () => {
        throw new Error("disk full");
      },
      () => Promise.reject(new Error("disk full")),
    ];
    for (const logger of failures) {
      const { vault } = await start(stack, echo, { logger });
      for (const kind of KINDS) expect((await vault.call(kind, requestsOf(kind))).code).toBe(0);
    }
  });
});

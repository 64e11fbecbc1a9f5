import { describe, expect, it } from "vitest";
import { STACKS } from "../e2e/stacks/all-stacks.js";
import { type Handler, KINDS, request, VaultFailure } from "../e2e/stacks/vault.js";
import { echo, isLive, requestsOf, start } from "./logged-vault.js";

const NOT_FOUND = 5;
const entries = "call";

describe.each(STACKS)("$name, with one entry for a call", (stack) => {
  it.each(KINDS)("writes one for %s on both sides, with all that is known of the call", async (kind) => {
    const { vault, server, client } = await start(stack, echo, { entries });
    const requests = requestsOf(kind);
    expect((await vault.call(kind, requests)).code).toBe(0);
    const responses = kind === "Exchange" ? 3 : 1;
    for (const log of [server, client]) {
      await expect.poll(() => log.entries.length).toBe(1);
      const [fields = {}] = log.of("call");
      expect(fields).toMatchObject({
        method: `/vault.v1.Vault/${kind}`,
        statusName: "OK",
        requests: requests.length,
        responses,
      });
      expect(fields["duration"]).toBeGreaterThan(0);
      expect(fields["request"]).toEqual(
        requests.length > 1
          ? undefined
          : { credential: { password: "***stripped***", user: "jane" }, task: "first" },
      );
      expect("response" in fields).toBe(responses === 1);
      if (responses === 1) expect(fields["response"]).toMatchObject({ session: "***stripped***" });
      expect(log.text()).not.toMatch(/hunter2|session-of/);
    }
  });

  it("shows a request as it came, whatever its handler does with it", async () => {
    const handler: Handler = async function* ({ requests }) {
      for await (const one of requests) {
        Object.assign(one, { task: one.credential.password });
        yield { note: "done", session: "session-of-changed" };
      }
    };
    const { vault, server } = await start(stack, handler, { entries });
    await vault.call("Open", [request("hunter2-changed", "as it came")]);
    expect(server.of("call")).toEqual([
      expect.objectContaining({ request: expect.objectContaining({ task: "as it came" }) }),
    ]);
    expect(server.text()).not.toContain("hunter2");
  });

  it("scrubs a secret that is live when the call ends, wherever it stands", async () => {
    const handler: Handler = async function* ({ requests }) {
      for await (const { credential } of requests)
        yield { note: `logged in with ${credential.password}`, session: "session-of-note" };
    };
    const { vault, server, client } = await start(stack, handler, { entries });
    await vault.call("Open", [request("hunter2-in-note", "the session is session-of-note")]);
    for (const log of [server, client]) {
      expect(log.of("call")[0]).toMatchObject({
        request: { task: "the session is ***stripped***" },
        response: { note: "logged in with ***stripped***" },
      });
      expect(log.text()).not.toMatch(/hunter2|session-of/);
    }
  });

  it("shows the request of a call that fails", async () => {
    const handler: Handler = async function* ({ requests }) {
      for await (const { credential } of requests)
        throw new VaultFailure(NOT_FOUND, `no account for ${credential.password}`);
      yield { note: "", session: "" };
    };
    const { vault, server } = await start(stack, handler, { entries });
    await vault.call("Open", [request("hunter2-failed", "open")]);
    expect(server.of("call")).toEqual([
      expect.objectContaining({
        request: expect.objectContaining({ task: "open" }),
        statusName: "NOT_FOUND",
        statusMessage: "no account for ***stripped***",
        responses: 0,
      }),
    ]);
  });

  it("keeps nothing of a call while the level is off", async () => {
    const { vault, server, client } = await start(stack, echo, { entries, level: "silent" });
    await vault.call("Open", [request("hunter2-level-off")]);
    expect([...server.entries, ...client.entries]).toEqual([]);
    await expect.poll(() => isLive("hunter2-level-off")).toBe(false);
  });
});

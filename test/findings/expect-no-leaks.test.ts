import { inspect } from "node:util";
import { describe, expect, it, vi } from "vitest";
import { sanitizeConsole } from "../../src/console/index.js";
import { createCsiSanitizer } from "../../src/csi/index.js";
import { createSanitizer, jwt, liveSecrets } from "../../src/index.js";
import { expectNoLeaks, LeakError, type NoLeaksOptions } from "../../src/testing/index.js";

const SECRET = 'hunter2 "secret"/77';
const sanitizer = createCsiSanitizer();
const secrets = sanitizer.secretsOf("csi.v1.NodeStageVolumeRequest", { secrets: { password: SECRET } });

/** The error with which it fails. Fails itself if there is none. */
async function leakOf(run: () => unknown, options: NoLeaksOptions = { secrets }): Promise<LeakError> {
  try {
    await expectNoLeaks(run, options);
  } catch (error) {
    if (error instanceof LeakError) return error;
    throw error;
  }
  throw new Error("nothing was found");
}

const bytes = Buffer.from(SECRET);

describe("expectNoLeaks", () => {
  it.each([
    ["stdout", "raw", () => process.stdout.write(`a ${SECRET}\n`)],
    ["stderr", "base64", () => process.stderr.write(`a ${bytes.toString("base64")}\n`)],
    ["stdout", "hex", () => process.stdout.write(Buffer.from(`a ${bytes.toString("hex")}\n`))],
    ["console.log", "percent-encoded", () => console.log("a", encodeURIComponent(SECRET))],
    ["console.error", "raw in JSON", () => console.error(JSON.stringify({ SECRET }))],
    ["console.warn", "decimal bytes", () => console.warn("%o", { bytes: [...bytes].join(",") })],
    ["text", "raw", () => liveSecrets.scrub(SECRET)],
    [
      "thrown error",
      "raw",
      () => {
        throw new Error("mount failed", { cause: new Error(`mount -o password=${SECRET}`) });
      },
    ],
  ])("finds what goes to %s as %s, and shows no secret", async (sink, form, run) => {
    vi.spyOn(process.stdout, "write").mockReturnValue(true);
    vi.spyOn(process.stderr, "write").mockReturnValue(true);
    for (const method of ["log", "error", "warn"] as const) vi.spyOn(console, method).mockReturnValue();
    const error = await leakOf(run);
    vi.restoreAllMocks();
    expect(error.findings.map((finding) => [finding.sink, finding.form, finding.origin])).toEqual([
      [sink, form, "csi.v1.NodeStageVolumeRequest.secrets"],
    ]);
    expect(error.message).toContain(`${sink}  `);
    expect(error.message).toContain("expect-no-leaks.test.ts:");
    expect(secrets.scrub(String(error.stack))).toBe(error.stack);
    expect(error.cause).toBeUndefined();
  });

  it("finds what a console shows by its own options", async () => {
    const write = vi.spyOn(process.stdout, "write").mockReturnValue(true);
    const dir = vi.spyOn(console, "dir").mockImplementation((value, options) => {
      process.stdout.write(inspect(value, { ...options, depth: 9 }));
    });
    const error = await leakOf(() => console.dir({ a: { b: { c: { d: { SECRET } } } } }));
    dir.mockRestore();
    write.mockRestore();
    expect(error.findings.map(({ sink, count }) => [sink, count])).toEqual([["console.dir", 1]]);
  });

  it("finds a secret that is cut between two writes", async () => {
    const write = vi.spyOn(process.stdout, "write").mockReturnValue(true);
    const error = await leakOf(() => {
      for (const part of SECRET.match(/.{1,5}/g) ?? []) process.stdout.write(part);
    });
    write.mockRestore();
    expect(error.findings).toHaveLength(1);
  });

  it("passes on what the function returns, and what it throws without a secret", async () => {
    expect(await expectNoLeaks(async () => 5, { secrets })).toBe(5);
    const error = new Error("no such volume");
    await expect(expectNoLeaks(() => Promise.reject(error), { secrets })).rejects.toBe(error);
  });

  it("leaves everything as it was, and writes what is written", async () => {
    const before = [process.stdout.write, process.stderr.write, console.log, console.table];
    const log = vi.spyOn(console, "log").mockReturnValue();
    await leakOf(() => console.log(SECRET));
    expect(log.mock.calls).toEqual([[SECRET]]);
    log.mockRestore();
    expect([process.stdout.write, process.stderr.write, console.log, console.table]).toEqual(before);
  });

  it("counts a secret once if the console is sanitized, but not a message that it strips", async () => {
    const log = vi.spyOn(console, "log").mockReturnValue();
    const undo = sanitizeConsole({ sanitizer });
    const message = { $typeName: "csi.v1.NodeStageVolumeRequest", secrets: { password: SECRET } };
    await expectNoLeaks(() => console.log("stage", message), { secrets });
    const error = await leakOf(() => console.log(SECRET));
    undo();
    log.mockRestore();
    expect(error.findings.map(({ count }) => count)).toEqual([1]);
  });

  it("waits for late lines, and takes known findings", async () => {
    const late = (): void => void setTimeout(() => liveSecrets.scrub(SECRET), 5);
    expect((await leakOf(late, { secrets, wait: 50 })).findings).toHaveLength(1);
    await expectNoLeaks(() => liveSecrets.scrub(SECRET), { secrets, allow: ({ sink }) => sink === "text" });
  });

  it("finds what a detector of a sanitizer finds", async () => {
    const write = vi.spyOn(process.stdout, "write").mockReturnValue(true);
    const detecting = createSanitizer({ policy: [{ detectors: [jwt] }] });
    const token = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhIn0.c2lnbmF0dXJl";
    const error = await leakOf(() => process.stdout.write(`a ${token}`), { sanitizer: detecting });
    write.mockRestore();
    expect(error.findings.map(({ origin }) => origin)).toEqual(["found by the detector jwt"]);
  });

  it("fails if nothing could be found", async () => {
    // Other tests may hold some.
    const size = vi.spyOn(Object.getPrototypeOf(liveSecrets), "size", "get").mockReturnValue(0);
    await expect(expectNoLeaks(() => 1)).rejects.toThrow(/no secret was live/);
    await expectNoLeaks(() => 1, { mayHoldNone: true });
    // @ts-expect-error: this is what the test is about
    await expect(expectNoLeaks(() => 1, { secret: secrets })).rejects.toThrow(TypeError);
    size.mockRestore();
  });
});

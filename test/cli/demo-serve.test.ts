import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { create } from "@bufbuild/protobuf";
import type { Client } from "@grpc/grpc-js";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  VolumeCapability_AccessMode_Mode as AccessMode,
  Controller,
  CreateVolumeRequestSchema,
} from "../../src/csi/gen/csi/v1/csi_pb.js";
import { callerOf, createClient } from "../../src/demo/grpc-client.js";
import { Wire } from "../../src/demo/grpc-server.js";
import { cli, startCli } from "./run-cli.js";

let folder: string;
let socket: string;
const started: ChildProcess[] = [];
const clients: Client[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "serve-"));
  socket = join(folder, "csi.sock");
});

afterEach(() => {
  for (const client of clients.splice(0)) client.close();
  for (const child of started.splice(0)) child.kill("SIGKILL");
  rmSync(folder, { recursive: true });
});

interface Served {
  readonly child: ChildProcess;
  /** What was logged until now. */
  log(): string;
  /** Ends the driver by a signal, and returns its exit code. */
  end(signal: NodeJS.Signals): Promise<number | null>;
}

/** Starts the driver, and waits until it listens. */
async function serve(...args: readonly string[]): Promise<Served> {
  const child = startCli(["demo", "--serve", `unix:${socket}`, ...args]);
  started.push(child);
  let log = "";
  child.stdout?.setEncoding("utf8").on("data", (text: string) => {
    log += text;
  });
  const [said] = (await once(child.stderr ?? child, "data")) as [Buffer]; // without an encoding
  expect(said.toString()).toBe(`protosanitizer: listening on ${socket}; end with Ctrl-C\n`);
  return {
    child,
    log: () => log,
    async end(signal) {
      child.kill(signal);
      const [status] = (await once(child, "close")) as [number | null]; // documented arguments of the event
      return status;
    },
  };
}

/** Creates a volume through the socket, and returns its id. The client stays connected until the end of the test. */
async function createVolume(name: string): Promise<string | undefined> {
  const client = createClient(`unix:${socket}`, []);
  clients.push(client);
  const call = callerOf(client, new Wire(), new AbortController().signal);
  const request = create(CreateVolumeRequestSchema, {
    name,
    volumeCapabilities: [
      {
        accessType: { case: "mount", value: {} },
        accessMode: { mode: AccessMode.SINGLE_NODE_WRITER },
      },
    ],
    secrets: { password: "hunter2" },
  });
  return (await call(Controller.method.createVolume, request)).volume?.volumeId;
}

/** A process that listens on the socket. */
async function listen(): Promise<Server> {
  const server = createServer().listen(socket);
  await once(server, "listening");
  return server;
}

describe("demo --serve", () => {
  it("logs calls without their secrets, and removes its socket at the end, although a client stays connected", async () => {
    const driver = await serve();
    await createVolume("logged");
    expect(await driver.end("SIGTERM")).toBe(0);
    expect(existsSync(socket)).toBe(false);
    const entries = driver.log().trimEnd().split("\n");
    expect(entries.map((line) => JSON.parse(line).msg)).toEqual(["request", "response", "end of call"]);
    expect(JSON.parse(entries[0] ?? "")).toMatchObject({
      method: "/csi.v1.Controller/CreateVolume",
      request: { name: "logged", secrets: "***stripped***" },
    });
  });

  it("--state keeps volumes for the next driver, also if the first one is killed; --bare logs nothing", async () => {
    const state = join(folder, "state.json");
    const first = await serve("--state", state);
    const id = await createVolume("kept");
    await first.end("SIGKILL");
    // The socket of the killed driver is still there, and the next one replaces it.
    expect(existsSync(socket)).toBe(true);
    const second = await serve("--bare", "--state", state);
    expect(await createVolume("kept")).toBe(id);
    expect(await second.end("SIGINT")).toBe(0);
    expect(second.log()).toBe("");
  });

  it("ends when nobody reads its log any more", async () => {
    const { child } = await serve();
    child.stdout?.destroy();
    const closed = once(child, "close");
    await createVolume("unread");
    await closed;
    expect(existsSync(socket)).toBe(false);
  });
});

describe("demo --serve refuses", () => {
  it("a socket that is in use, and leaves it alone", async () => {
    const server = await listen();
    const { status, stderr } = await cli(["demo", "--serve", `unix:${socket}`]);
    expect({ status, stderr }).toEqual({
      status: 2,
      stderr: `protosanitizer: demo --serve: ${socket}: in use by another process\n`,
    });
    expect(existsSync(socket)).toBe(true);
    server.close();
  });

  it("a file that is no socket, and leaves it alone", async () => {
    writeFileSync(socket, "text");
    const { status, stderr } = await cli(["demo", "--serve", `unix://${socket}`]);
    expect({ status, stderr }).toMatchObject({
      status: 2,
      stderr: expect.stringContaining("is not a socket"),
    });
    expect(readFileSync(socket, "utf8")).toBe("text");
  });

  it.each([
    ["another kind of address", "127.0.0.1:50051", /expected the address of a Unix socket/],
    ["an address with a host", "unix://csi.sock", /expected the address of a Unix socket/],
    ["no path", "unix:", /expected the address of a Unix socket/],
    ["a path that is too long", `unix:/${"d".repeat(103)}`, /longer than the 103 bytes/],
    ["a folder that is not there", "unix:/no/such/folder/csi.sock", /its folder is not there/],
  ])("%s", async (_, address, text) => {
    const { status, stderr } = await cli(["demo", "--serve", address]);
    expect(status).toBe(2);
    expect(stderr).toMatch(text);
  });

  it("a state file with something else, without a word of it", async () => {
    const state = join(folder, "state.json");
    writeFileSync(state, "hunter2");
    const { status, stderr } = await cli(["demo", "--serve", `unix:${socket}`, "--state", state]);
    expect(status).toBe(3);
    expect(stderr).toBe(
      `protosanitizer: demo --state: ${state}: is not a state file of this demo: it is not JSON\n`,
    );
  });

  it.each([[["--bare"]], [["--state", "file"]], [["--unsafe", "--serve", "unix:a"]]])(
    "options that do not go together: %j",
    async (args) => {
      const { status, stdout } = await cli(["demo", ...args]);
      expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
    },
  );
});

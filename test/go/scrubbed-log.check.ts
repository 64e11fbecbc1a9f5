import { spawnSync } from "node:child_process";
import { afterAll, describe, expect, it } from "vitest";
import { findLeaks } from "../../src/demo/leak-search.js";
import { CLI } from "../cli/run-cli.js";
import { csiSanity } from "./csi-sanity.js";
import { Bench, program, type Running } from "./programs.js";
import { type SanitySecrets, sanitySecrets } from "./sanity-secrets.js";

const bench = new Bench();
afterAll(() => bench.remove());

/** A Go driver whose log holds secrets. */
interface LeakingDriver {
  readonly name: string;
  /** Starts it on the socket `name.sock` of the bench, with its log in `name.log`. */
  start(): Promise<Running>;
  /** Lines that have to be there, or the driver did not leak as it should. */
  readonly lines: readonly RegExp[];
}

const leaky: LeakingDriver = {
  name: "leaky",
  async start() {
    await bench.serveDemo("demo", "--bare");
    const args = ["-listen", bench.path("leaky.sock"), "-forward", bench.path("demo.sock"), "-v=5"];
    return bench.start(program("leaky"), args, "leaky.log");
  },
  lines: [
    /\] gRPCCall: \{"Method":"[^"]*","Request":\{[^\n]*"secrets":\{/,
    /\] GRPC request: \S+ [^\n]*secrets:\{key:"key-0"/,
    /\] "GRPC request" method="[^"]*" request="\{[^\n]*\\"secrets\\":\{/,
    /: got secrets=map\[key-0:/,
    /: Secrets: \{"key-0":/,
    /\] invalid req: /,
  ],
};

/**
 * csi-driver-host-path, which logs the secrets of every call with -v=5. It has to be built already, because it is not in
 * reach of every machine; HOSTPATHPLUGIN is its path. It needs root.
 */
const hostPath = (path: string): LeakingDriver => ({
  name: "hostpath",
  start: () =>
    bench.start(
      path,
      [
        `-endpoint=unix://${bench.path("hostpath.sock")}`,
        "-nodeid=n",
        `-statedir=${bench.path("state")}`,
        "-v=5",
      ],
      "hostpath.log",
    ),
  lines: [/\] gRPCCall: \{"Method":"[^"]*","Request":\{[^\n]*"secrets":\{/],
});

const given = process.env["HOSTPATHPLUGIN"];
const drivers = [leaky, ...(given === undefined ? [] : [hostPath(given)])];

describe.each(drivers)("the log of a Go driver that leaks: $name", ({ name, start, lines }) => {
  const secrets = sanitySecrets(name);

  it("holds secrets in the lines that are known to leak", async () => {
    const driver = await start();
    const { failed, output } = await csiSanity(bench, name, secrets.yaml);
    await driver.end();
    expect(failed, output).toEqual([]);
    const log = bench.read(`${name}.log`);
    const missing = lines.filter((line) => !line.test(log.toString()));
    expect(missing).toEqual([]);
    // Not every driver has a method for every kind of secret.
    expect(secretsIn(log, secrets).length).toBeGreaterThan(secrets.values.length / 2);
  });

  it("holds none after protosanitizer scrub, and the calls are still there", () => {
    const log = bench.read(`${name}.log`);
    const { status, stdout } = spawnSync(process.execPath, [CLI, "scrub"], {
      input: log,
      maxBuffer: 2 ** 30,
    });
    expect(status).toBe(0);
    expect(secretsIn(stdout, secrets)).toEqual([]);
    expect(callsIn(stdout)).toEqual(callsIn(log));
    expect(callsIn(log).length).toBeGreaterThan(100);
  });
});

function secretsIn(log: Buffer, { values }: SanitySecrets): readonly string[] {
  return findLeaks(log, values).map(({ secret }) => secret.name);
}

/** The places in the code and the methods of all log entries with a method. */
function callsIn(log: Buffer): readonly string[] {
  return log.toString().match(/^[IWE]\d{4} [^\n]*?\] [^\n]*?\/csi\.v1\.\w+\/\w+/gm) ?? [];
}

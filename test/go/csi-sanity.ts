import { spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync, writeFileSync } from "node:fs";
import { seed } from "../seed.js";
import { type Bench, program } from "./programs.js";

/** What csi-sanity came to. */
export interface SanityResult {
  readonly exitCode: number | null;
  /** The names of specs by what became of them. Specs that only set up and report are not among them. */
  readonly passed: readonly string[];
  readonly failed: readonly string[];
  readonly skipped: readonly string[];
  /** What it printed. */
  readonly output: string;
}

/**
 * Runs csi-sanity against the driver on the socket `name.sock` of a bench.
 *
 * @param secrets the text of its file of secrets.
 */
export async function csiSanity(bench: Bench, name: string, secrets: string): Promise<SanityResult> {
  writeFileSync(bench.path(`${name}.secrets.yaml`), secrets);
  const output = openSync(bench.path(`${name}.out`), "w");
  const child = spawn(
    program("csi-sanity"),
    [
      `-csi.endpoint=unix://${bench.path(`${name}.sock`)}`,
      `-csi.mountdir=${bench.path(`${name}.mount`)}`,
      `-csi.stagingdir=${bench.path(`${name}.staging`)}`,
      `-csi.secrets=${bench.path(`${name}.secrets.yaml`)}`,
      `-ginkgo.seed=${seed}`,
      "-ginkgo.no-color",
      `-ginkgo.junit-report=${bench.path(`${name}.xml`)}`,
    ],
    { stdio: ["ignore", output, output] },
  );
  const [exitCode] = (await once(child, "close")) as [number | null]; // documented arguments of the event
  closeSync(output);
  const specs = [
    ...bench
      .read(`${name}.xml`)
      .toString()
      .matchAll(/<testcase ([^>]*)>/g),
  ].map(([, attributes = ""]) => ({
    name: attribute(attributes, "name"),
    status: attribute(attributes, "status"),
  }));
  const withStatus = (status: string): readonly string[] =>
    specs
      .filter((spec) => spec.status === status && spec.name.startsWith("[It] "))
      .map((spec) => spec.name)
      .sort();
  return {
    exitCode,
    passed: withStatus("passed"),
    failed: specs
      .filter(({ status }) => !["passed", "skipped", "pending"].includes(status))
      .map((spec) => spec.name),
    skipped: withStatus("skipped"),
    output: bench.read(`${name}.out`).toString(),
  };
}

function attribute(attributes: string, name: string): string {
  return new RegExp(`(?:^| )${name}="([^"]*)"`).exec(attributes)?.[1] ?? "";
}

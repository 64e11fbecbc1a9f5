import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Leak } from "../../src/cli/radar/merged-findings.js";
import { CLI } from "../cli/run-cli.js";

/** The top of the repository: paths in reports begin there. */
export const REPOSITORY: string = fileURLToPath(new URL("../..", import.meta.url));

/** Stages a volume by the driver with planted leaks. */
export const STAGE = "test/radar/planted/stage.mjs";

/** What a run with the radar came to. */
export interface RadarRun {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly json: string;
  readonly sarif: string;
  readonly html: string;
  readonly leaks: readonly Leak[];
}

/** What a run may have beside its command. */
export interface RadarRunOptions {
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** The Node that runs the command line. */
  readonly node?: string;
}

/** Runs a command with the radar, and reads all its reports. */
export async function radarRun(
  command: readonly string[],
  { args = [], env = {}, cwd = REPOSITORY, node = process.execPath }: RadarRunOptions = {},
): Promise<RadarRun> {
  const folder = mkdtempSync(join(tmpdir(), "radar-test-"));
  const [json, sarif, html] = ["json", "sarif", "html"].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  try {
    const reports = ["--json", json, "--sarif", sarif, "--html", html];
    const child = spawn(node, [CLI, "radar", ...reports, ...args, "--", ...command], {
      cwd,
      env: { ...process.env, VITEST: "", ...env },
    });
    const [stdout, stderr] = [collected(child.stdout), collected(child.stderr)];
    child.stdin.end();
    const [status] = (await once(child, "close")) as [number | null]; // documented arguments of the event
    const read = (path: string): string => {
      try {
        return readFileSync(path, "utf8");
      } catch {
        return "";
      }
    };
    const texts = { json: read(json), sarif: read(sarif), html: read(html) };
    const leaks =
      texts.json === "" ? [] : (JSON.parse(texts.json) as { readonly leaks: readonly Leak[] }).leaks; // as it is written
    return { status, stdout: await stdout, stderr: await stderr, ...texts, leaks };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function collected(stream: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks).toString("utf8");
}

/** The place of a text in a file of the repository, as reports name it. Fails unless the text is there once. */
export function placeOf(file: string, text: string): string {
  const lines = readFileSync(join(REPOSITORY, file), "utf8").split("\n");
  const found = lines.flatMap((line, index) => (line.includes(text) ? [index + 1] : []));
  if (found.length !== 1) throw new Error(`${file}: ${found.length} times ${text}`);
  return `${file}:${found[0]}`;
}

/** A leak in one line: form, sink and place. */
export function inShort({ form, sink, file, line }: Leak): string {
  return `${form} | ${sink} | ${file}:${line}`;
}

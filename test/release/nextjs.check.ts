import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { blocksOf } from "../docs/pages.js";
import { CleanClone, npm, run } from "./clean-clone.js";
import { packInto, pasteSection } from "./pasted-page.js";

const PAGE = "docs/frameworks/nextjs.md";
const NEXT = "node_modules/next/dist/bin/next";

let clean: CleanClone;
let project: string;
beforeAll(() => {
  clean = new CleanClone();
  project = clean.emptyProject("next-app");
  const packages = [
    "next@16",
    "react@19",
    "react-dom@19",
    "pino@10",
    "typescript@5",
    "@types/react@19",
    "@types/node@20",
  ];
  npm(project, "install", packInto(clean), "@bufbuild/protobuf", ...packages);
  pasteSection(PAGE, "# Next.js", project);
});
afterAll(() => clean.remove());

/** Serves what was built, makes the call of the page, and tells what the server printed. */
async function printed(): Promise<string> {
  const server = spawn(process.execPath, [NEXT, "start", "--port", "0", "--hostname", "127.0.0.1"], {
    cwd: project,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [server.stdout, server.stderr]) stream.on("data", (part) => (output += part));
  try {
    await expect.poll(() => output, { timeout: 60_000 }).toContain("Ready in");
    const [address = ""] = /http:\/\/[\d.]+:\d+/.exec(output) ?? [];
    const { status } = await fetch(`${address}/login`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ user: "jane", password: "correct horse" }),
    });
    expect(status).toBe(500);
    await expect.poll(() => output).toContain("POST /login");
  } finally {
    server.kill();
    await once(server, "exit");
  }
  return output;
}

/** How many files of the build have a copy of the package's state. */
function copies(): number {
  const files = readdirSync(join(project, ".next/server"), { recursive: true, encoding: "utf8" });
  return files.filter(
    (file) =>
      file.endsWith(".js") &&
      readFileSync(join(project, ".next/server", file), "utf8").includes("live-secrets"),
  ).length;
}

describe("the page on Next.js, followed in an empty folder", () => {
  const shown = blocksOf(PAGE).find(({ language }) => language === "log")?.text ?? "none";

  it.each([
    ["Turbopack", []],
    ["webpack", ["--webpack"]],
  ])("%s bundles several copies, which share the live secrets", async (_, flags) => {
    rmSync(join(project, ".next"), { recursive: true, force: true });
    run(project, process.execPath, NEXT, "build", ...flags);
    expect(copies()).toBeGreaterThan(1);
    const output = await printed();
    for (const line of shown.trimEnd().split("\n")) expect(output).toContain(line);
    expect(output).not.toContain("correct horse");
  });

  it("works with one copy, which is not bundled", async () => {
    pasteSection(PAGE, "## One list of live secrets", project);
    rmSync(join(project, ".next"), { recursive: true, force: true });
    run(project, process.execPath, NEXT, "build");
    expect(copies()).toBe(0);
    expect(await printed()).toContain("bind with ***stripped*** failed");
  });
});

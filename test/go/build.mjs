// Builds the Go programs of `npm run test:go` into test/go/.cache: csi-sanity, oracle and leaky. Go's own cache keeps what
// did not change, so only the first build takes minutes.

import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const folder = fileURLToPath(new URL(".", import.meta.url));
const needed = /^go (\d+)\.(\d+)/m.exec(readFileSync(new URL("go.mod", import.meta.url), "utf8"));
const [, major = "", minor = ""] = needed ?? [];

process.exitCode = build();

function build() {
  const found = spawnSync("go", ["env", "GOVERSION"], { cwd: folder, encoding: "utf8" });
  if (found.error !== undefined || found.status !== 0) {
    return fail("there is no Go on this machine", `${found.stderr ?? ""}`);
  }
  const [, foundMajor, foundMinor] = /^go(\d+)\.(\d+)/.exec(found.stdout) ?? [];
  const isOld = Number(foundMajor) === Number(major) && Number(foundMinor) < Number(minor);
  if (isOld) return fail(`this machine has ${found.stdout.trim()}`);
  console.log(`building with ${found.stdout.trim()}; the first time takes minutes`);
  const built = spawnSync(
    "go",
    ["build", "-o", ".cache/", "github.com/kubernetes-csi/csi-test/v5/cmd/csi-sanity", "./oracle", "./leaky"],
    { cwd: folder, stdio: "inherit", env: { ...process.env, CGO_ENABLED: "0" } },
  );
  return built.status === 0 ? 0 : fail("the programs did not build");
}

/**
 * @param {string} problem
 * @param {string} details
 */
function fail(problem, details = "") {
  const needs = `test:go needs Go ${major}.${minor} or later, and the Go module proxy for the first build`;
  console.error(`${details}${needs}: ${problem}`);
  return 1;
}

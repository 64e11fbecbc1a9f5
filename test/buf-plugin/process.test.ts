import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { repository } from "../package/pack.js";

const plugin = join(repository, "dist/buf-plugin/main.js");

describe("the plugin, as a process", () => {
  it("answers by itself to what is no call: the version of the protocol, or help on standard error", () => {
    const run = (...args: readonly string[]) =>
      spawnSync(process.execPath, [plugin, ...args], { encoding: "utf8" });
    expect(run("--protocol")).toMatchObject({ status: 0, stdout: "1\n" });
    expect(run()).toMatchObject({ status: 2, stdout: "" });
    expect(run("check", "--format", "xml")).toMatchObject({ status: 2, stdout: "" });
  });
});

import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { protoFolder } from "../cli/audit/proto-folder.js";
import { repository } from "../package/pack.js";

const folder = protoFolder();
const plugin = join(repository, "dist/buf-plugin/main.js");

describe("the plugin, run by Buf itself", () => {
  it("lints a module with options of its own", () => {
    folder.write(
      "m/buf.yaml",
      `version: v2
lint: { use: [PROTOSANITIZER] }
plugins:
  - plugin: [${JSON.stringify(process.execPath)}, ${JSON.stringify(plugin)}]
    options: { field_options: [acme.v1.sensitive] }
`,
    );
    folder.write(
      "m/zoo.proto",
      `syntax = "proto3";
package acme.v1;
import "options.proto";
message Login {
  string password = 1;
  string marked_password = 2 [(acme.v1.sensitive) = true];
  // buf:lint:ignore UNMARKED_SECRET
  string token = 3;
  bytes blob = 4;
}
`,
    );
    folder.write(
      "m/options.proto",
      `syntax = "proto3"; package acme.v1; import "google/protobuf/descriptor.proto";
extend google.protobuf.FieldOptions { bool sensitive = 50001; }`,
    );
    const { status, stdout, stderr } = spawnSync(
      join(repository, "node_modules/.bin/buf"),
      ["lint", "--error-format", "json"],
      { cwd: folder.at("m"), encoding: "utf8" },
    );
    expect({ status, stderr }).toEqual({ status: 100, stderr: "" });
    const findings = stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(findings).toEqual([
      expect.objectContaining({ path: "zoo.proto", start_line: 5, start_column: 3, type: "UNMARKED_SECRET" }),
      expect.objectContaining({ path: "zoo.proto", start_line: 9, start_column: 3, type: "POSSIBLE_SECRET" }),
    ]);
  });
});

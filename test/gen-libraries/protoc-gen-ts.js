// Runs the plugin of @protobuf-ts, and adds to its answer that it supports editions. It does not, and is asked for no
// file that uses them; but buf would refuse to run it, because another file of the same module does.
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const plugin = createRequire(import.meta.url).resolve("@protobuf-ts/plugin/bin/protoc-gen-ts");
const { stdout, status } = spawnSync(process.execPath, [plugin], {
  input: readFileSync(0),
  maxBuffer: 2 ** 28,
  stdio: ["pipe", "pipe", "inherit"],
});

// The last value of a field counts: supported_features = optional and editions, from edition 2023 to edition 2023.
const supportsEditions = [0x10, 0x03, 0x18, 0xe8, 0x07, 0x20, 0xe8, 0x07];
process.stdout.write(Buffer.concat([stdout, Buffer.from(supportsEditions)]));
process.exitCode = status ?? 1;

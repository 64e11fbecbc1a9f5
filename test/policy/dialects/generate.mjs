// Makes a descriptor set of each file in proto/: `npm run generate`. Options of two files may have one number, so they cannot be
// in one set.

import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync } from "node:fs";

const protos = "test/policy/dialects/proto";
const sets = "test/gen/dialects";

mkdirSync(sets, { recursive: true });
for (const file of readdirSync(protos)) {
  const set = `${sets}/${file.replace(/\.proto$/, ".binpb")}`;
  const format = ["--as-file-descriptor-set", "--exclude-source-info"];
  execFileSync("buf", ["build", protos, "--path", `${protos}/${file}`, ...format, "-o", set], {
    stdio: "inherit",
  });
}

// Writes policy.schema.json, the JSON Schema of policy files that the package ships, from src/policy-file/policy-schema.ts.

import { writeFileSync } from "node:fs";
import { policySchema } from "../dist/policy-file/index.js";

writeFileSync(
  new URL("../policy.schema.json", import.meta.url),
  `${JSON.stringify(policySchema, null, 2)}\n`,
);

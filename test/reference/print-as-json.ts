import { create, createRegistry, type DescMessage, type MessageInitShape } from "@bufbuild/protobuf";
import { file_google_protobuf_any } from "@bufbuild/protobuf/wkt";
import { file_csi_v1_csi } from "../../src/csi/gen/csi/v1/csi_pb.js";
import { file_legacy } from "../gen/legacy_pb.js";
import { file_probe } from "../gen/probe_pb.js";
import { file_well_known } from "../gen/well_known_pb.js";
import type { ReferencePolicy } from "./reference-policy.js";
import { referencePrint } from "./reference-printer.js";
import { referenceIsSecret } from "./reference-secret.js";

// A registry of files does not hold the types that these files import.
const registry = createRegistry(
  file_google_protobuf_any,
  file_csi_v1_csi,
  file_legacy,
  file_probe,
  file_well_known,
);

/** What the reference prints for a message, parsed: under csi_secret and debug_redact, and what the policy adds. */
export function printAsJson<Desc extends DescMessage>(
  desc: Desc,
  init: MessageInitShape<Desc>,
  policy: Partial<ReferencePolicy> = {},
): unknown {
  const defaults: ReferencePolicy = {
    isSecret: (field) => referenceIsSecret(field, { names: ["csi.v1.csi_secret"] }, registry),
    mapKeys: [],
    detectors: [],
  };
  return JSON.parse(referencePrint(desc, create(desc, init), { ...defaults, ...policy }, registry));
}

import { createRegistry, type DescFile, type Registry } from "@bufbuild/protobuf";
import { file_csi_v1_csi } from "../../src/csi/gen/csi/v1/csi_pb.js";
import { file_editions } from "../gen/editions_pb.js";
import { file_groups } from "../gen/groups_pb.js";
import { file_legacy } from "../gen/legacy_pb.js";
import { file_option_extension } from "../gen/option_extension_pb.js";
import { file_options } from "../gen/options_pb.js";
import { file_probe } from "../gen/probe_pb.js";
import { file_well_known } from "../gen/well_known_pb.js";

/** All .proto files of the tests, and CSI's. */
export const testFiles: readonly DescFile[] = [
  file_csi_v1_csi,
  file_probe,
  file_legacy,
  file_groups,
  file_editions,
  file_options,
  file_option_extension,
  file_well_known,
];

/** The same as one registry. */
export const testRegistry: Registry = createRegistry(...testFiles);

import { createSanitizer, type Sanitizer } from "../../../src/index.js";
import { parseText } from "../../representations/protobufjs-root.js";

/** A type with the kinds of fields that few types have. */
const root = parseText(
  8,
  true,
  `edition = "2023"; package rare.v1;
  import "google/protobuf/any.proto";
  import "google/protobuf/struct.proto";
  enum Level { option features.enum_type = CLOSED; LOW = 0; HIGH = 1; }
  message Inner { string open = 1; string pin = 2 [debug_redact = true]; Rare deep = 3; }
  message Rare {
    string open = 1;
    string pin = 2 [debug_redact = true];
    Inner group = 3 [features.message_encoding = DELIMITED];
    Inner hidden_group = 4 [features.message_encoding = DELIMITED, debug_redact = true];
    repeated Inner groups = 5 [features.message_encoding = DELIMITED];
    Level level = 6;
    Level hidden_level = 7 [debug_redact = true];
    google.protobuf.Any any = 8;
    google.protobuf.Any any_group = 9 [features.message_encoding = DELIMITED];
    google.protobuf.Value value = 10 [debug_redact = true];
    map<bool, string> flags = 11;
    map<int64, string> numbers = 12;
    map<string, string> described = 13;
    map<bool, string> hidden_flags = 14 [debug_redact = true];
    repeated google.protobuf.Value values = 15 [debug_redact = true];
    repeated sint32 unpacked = 16 [features.repeated_field_encoding = EXPANDED];
    oneof pick { Inner message = 17; Inner hidden_message = 18 [debug_redact = true]; Level choice = 19; string hidden = 20 [debug_redact = true]; }
    map<string, Inner> inners = 21;
    map<string, int32> counts = 22;
    map<string, int32> hidden_counts = 23 [debug_redact = true];
  }`,
);

/** The type of {@link rareSanitizer} that has rare kinds of fields, open and secret. */
export const RARE = "rare.v1.Rare";

/** A sanitizer for {@link RARE}, with keys and detectors. It goes four messages deep. */
export const rareSanitizer: Sanitizer = createSanitizer({
  schemas: [root],
  onSuspect: "ignore",
  limits: { maxDepth: 4 },
  policy: {
    mapKeys: [
      {
        field: "described",
        keys: ["size"],
        describe: (value) => (value === "none" ? undefined : `${String(value).length} characters`),
      },
      { field: "described", keys: ["pin"] },
      { field: "inners", keys: ["pin"] },
      { field: "counts", keys: ["pin"] },
    ],
    detectors: [(text) => text.startsWith("token")],
  },
});

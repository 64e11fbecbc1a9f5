import { describe, expect, it } from "vitest";
import { createSanitizer } from "../../../src/index.js";
import { parseText } from "../../representations/protobufjs-root.js";
import { bytes, field, varint } from "../../wire-fields.js";

const root = parseText(
  8,
  true,
  `edition = "2023"; package kept.v1;
  enum Level { option features.enum_type = CLOSED; LOW = 0; HIGH = 1; }
  message Inner { string open = 1; string pin = 2 [debug_redact = true]; }
  message Counted {
    string open = 1;
    Level level = 2 [debug_redact = true];
    map<string, int32> counts = 3;
    map<string, string> labels = 4;
    map<string, Inner> inners = 5;
  }
  message Blob { bytes data = 1; map<string, string> labels = 2; }
  message Closed { Level level = 1 [debug_redact = true]; string open = 2; }`,
);
const sanitizer = createSanitizer({
  schemas: [root],
  onSuspect: "ignore",
  policy: { mapKeys: [{ field: "counts", keys: ["pin"] }] },
});
const copyOf = (type: string, ...parts: readonly Uint8Array[]) =>
  sanitizer.redactBinary(`kept.v1.${type}`, bytes(...parts));

describe("fields stay in their order, so the message is not written anew,", () => {
  const first = field(1, "a");

  it.each<[string, Uint8Array, Uint8Array]>([
    [
      "beside a number in a map",
      field(3, field(1, "a"), varint(2, 7)),
      field(3, field(1, "a"), varint(2, 7)),
    ],
    [
      "beside a number under a secret key",
      field(3, field(1, "pin"), varint(2, 7)),
      field(3, field(1, "pin"), varint(2, 0)),
    ],
    [
      "beside one that stands before its secret key",
      field(3, varint(2, 100), field(1, "pin")),
      field(3, field(1, "pin"), varint(2, 0)),
    ],
  ])("%s", (_, part, expected) => {
    expect(copyOf("Counted", part, first)).toEqual(bytes(expected, first));
  });

  it("beside a secret with a wrong wire type", () => {
    const open = field(4, field(1, "b"), field(2, "c"));
    const fixed = Uint8Array.of((2 << 3) | 5, 1);
    expect(copyOf("Counted", open, fixed, first)).toEqual(bytes(open, first, varint(2, 0)));
  });

  it("behind an empty entry, even if the next bytes are no text", () => {
    const parts = [field(2), field(1, Uint8Array.of(255))];
    expect(copyOf("Blob", ...parts)).toEqual(bytes(...parts));
  });
});

describe("a value that a closed enum does not have", () => {
  it("sets no secret, and leaves one that is set, even in the first field", () => {
    const open = field(2, "a");
    expect(copyOf("Closed", varint(1, 9), open)).toEqual(open);
    expect(copyOf("Closed", varint(1, 1), varint(1, 9), open)).toEqual(bytes(open, varint(1, 0)));
  });
});

describe("an entry with an unknown field in place of its value", () => {
  it("loses it", () => {
    const unknown = [field(1, "a"), field(3, field(2, "x"))];
    const empty = [field(1, "a"), field(2)];
    expect(copyOf("Counted", field(4, ...unknown))).toEqual(field(4, ...empty));
    expect(copyOf("Counted", field(5, ...unknown))).toEqual(field(5, ...empty));
  });
});

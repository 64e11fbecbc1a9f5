import { create } from "@bufbuild/protobuf";
import { describe, expect, it } from "vitest";
import { createSanitizer } from "../../src/index.js";
import { ListsSchema, MapsSchema, ScalarsSchema } from "../gen/probe_pb.js";
import { expectEqual } from "../properties/expect-equal.js";
import { registry } from "../properties/subjects.js";

const sanitizer = createSanitizer({ schemas: [registry] });

describe("lone surrogates, which no wire can carry, print as U+FFFD", () => {
  it("in a string", () => {
    const fString = "a\ud800b\udfff\udc00\u{1f600}\ud83d";
    expect(sanitizer.stringify(create(ScalarsSchema, { fString }))).toBe(
      '{"f_string":"a\ufffdb\ufffd\ufffd\u{1f600}\ufffd"}',
    );
  });

  it("in the key of a map, even of a secret value", () => {
    const policy = { mapKeys: [{ field: "volume_context", keys: ["\ud800"] }] };
    const keyed = createSanitizer({ schemas: [registry], policy });
    const volumeContext = { "\ud800": "hunter2", "\udfffb": "open" };
    expect(keyed.stringify(create(MapsSchema, { volumeContext }))).toBe(
      '{"volume_context":{"\ufffd":"***stripped***","\ufffdb":"open"}}',
    );
  });

  it("in a type name there is nothing to print", () => {
    expect(sanitizer.stringify({ $typeName: "a\ud800" })).toBe('"<<unknown type>>"');
  });
});

describe("huge values", () => {
  it("a string of 64 MiB prints", () => {
    const text = sanitizer.stringify(create(ScalarsSchema, { fString: "x".repeat(2 ** 26) }));
    expect(text).toHaveLength(2 ** 26 + '{"f_string":""}'.length);
  });

  it("a text longer than a string can be prints a note", () => {
    const half = "x".repeat(2 ** 28);
    expect(sanitizer.stringify(create(ListsSchema, { strings: [half, half, half] }))).toBe(
      '{"strings":"<<could not be read, probe.v1.Lists.strings>>"}',
    );
  });

  it("a limit on strings makes them short, and a limit on the output does not even read them", () => {
    const strings = ["x".repeat(2 ** 26), "\n".repeat(2 ** 26)];
    const short = createSanitizer({ schemas: [registry], limits: { maxStringLength: 3 } });
    expect(short.stringify(create(ListsSchema, { strings }))).toBe(
      '{"strings":["xxx<<67108861 more characters>>","\\n\\n\\n<<67108861 more characters>>"]}',
    );
    const small = createSanitizer({ schemas: [registry], limits: { maxOutputLength: 100 } });
    expect(small.stringify(create(ListsSchema, { strings }))).toBe(
      '{"strings":["<<output limit reached>>"]}',
    );
  });

  it("a list of 100,000 items and a map of 100,000 entries print", () => {
    const strings = Array.from({ length: 100_000 }, (_, index) => String(index));
    expectEqual(sanitizer.toJson(create(ListsSchema, { strings })), { strings });
    const byString = Object.fromEntries(strings.map((key) => [`key ${key}`, key]));
    expectEqual(sanitizer.toJson(create(MapsSchema, { byString })), { by_string: byString });
  });
});

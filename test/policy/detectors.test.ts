import { create } from "@bufbuild/protobuf";
import { anyPack } from "@bufbuild/protobuf/wkt";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createSanitizer, type Detector, type Sanitizer, STRIPPED } from "../../src/index.js";
import { anyText } from "../any-text.js";
import { ListsSchema, MapsSchema, ScalarsSchema, SecretScalarsSchema } from "../gen/probe_pb.js";
import { SingularSchema, StructContextSchema } from "../gen/well_known_pb.js";
import { testRegistry } from "../schema/test-files.js";

const findsPin: Detector = (text) => /\bpin \d{4}\b/.test(text);
const CREDENTIAL = "the pin 1234 opens it";

function sanitizerWith(...detectors: readonly Detector[]): Sanitizer {
  return createSanitizer({ schemas: [testRegistry], policy: { detectors } });
}

describe("a string in which a detector finds a credential is stripped whole", () => {
  const sanitizer = sanitizerWith(findsPin);

  it.each<[string, object, unknown]>([
    [
      "in a field",
      create(ScalarsSchema, { fString: CREDENTIAL, fInt32: 1234 }),
      { f_string: STRIPPED, f_int32: 1234 },
    ],
    ["in a list", create(ListsSchema, { strings: ["a", CREDENTIAL] }), { strings: ["a", STRIPPED] }],
    [
      "as the value in a map",
      create(MapsSchema, { byString: { a: CREDENTIAL, b: "c" } }),
      { by_string: { a: STRIPPED, b: "c" } },
    ],
    [
      "as the key in a map: then the value goes too",
      create(MapsSchema, { byString: { [CREDENTIAL]: "b", c: "d" } }),
      { by_string: { [STRIPPED]: STRIPPED, c: "d" } },
    ],
    [
      "as several keys in a map: how many there are is nobody's business",
      create(MapsSchema, { byString: { [CREDENTIAL]: "a", [`${CREDENTIAL}!`]: "b", [STRIPPED]: "c" } }),
      { by_string: { [STRIPPED]: STRIPPED } },
    ],
    [
      "in a wrapper",
      create(SingularSchema, { stringValue: CREDENTIAL }),
      { string_value: { value: STRIPPED } },
    ],
    [
      "in a path of a FieldMask",
      create(SingularSchema, { fieldMask: { paths: [CREDENTIAL] } }),
      { field_mask: { paths: [STRIPPED] } },
    ],
    [
      "in a type URL: then the payload goes too",
      create(SingularSchema, {
        any: {
          ...anyPack(ScalarsSchema, create(ScalarsSchema, { fInt32: 7 })),
          typeUrl: `${CREDENTIAL}/probe.v1.Scalars`,
        },
      }),
      { any: { type_url: STRIPPED, value: STRIPPED } },
    ],
    [
      "in the payload of an Any",
      create(SingularSchema, { any: anyPack(ScalarsSchema, create(ScalarsSchema, { fString: CREDENTIAL })) }),
      { any: { type_url: "type.googleapis.com/probe.v1.Scalars", value: { f_string: STRIPPED } } },
    ],
  ])("%s", (_, message, printed) => {
    expect(sanitizer.toJson(message)).toEqual(printed);
  });

  it("in free JSON: keys and values at every depth", () => {
    const protojson = createSanitizer({
      schemas: [testRegistry],
      policy: { detectors: [findsPin] },
      format: "protojson",
    });
    const volumeContext = { a: [{ b: CREDENTIAL, [CREDENTIAL]: 1, c: "d" }] };
    expect(protojson.toJson(create(StructContextSchema, { volumeContext }))).toEqual({
      volumeContext: { a: [{ b: STRIPPED, [STRIPPED]: STRIPPED, c: "d" }] },
    });
  });

  it("a string that is not part of a message", () => {
    expect(sanitizer.stringify(CREDENTIAL)).toBe(`"${STRIPPED}"`);
    expect(sanitizer.stringify("open")).toBe('"open"');
  });

  it("a type name in the value that is not known", () => {
    const findsLongNames: Detector = (text) => text.length > 20;
    const message = { $typeName: "looks.like.a.type.but.is.a.credential" };
    expect(sanitizerWith(findsLongNames).stringify(message)).not.toContain("credential");
  });
});

describe("a detector", () => {
  it("is asked about open strings only: of secret fields, bytes and numbers it sees nothing", () => {
    const seen: string[] = [];
    const sanitizer = sanitizerWith((text) => seen.push(text) < 0);
    sanitizer.stringify(create(SecretScalarsSchema, { fString: "secret" }));
    sanitizer.stringify(create(MapsSchema, { hiddenMap: { secret: "secret" }, byInt32: { 7: "open" } }));
    sanitizer.stringify(
      create(ScalarsSchema, { fBytes: new Uint8Array(3), fInt32: 1, fString: "also open" }),
    );
    expect(seen).toEqual(["open", "also open"]);
  });

  it("sees each open string whole, whatever it holds", () => {
    fc.assert(
      fc.property(fc.array(anyText({ minLength: 1 }), { minLength: 1 }), (strings) => {
        const seen: string[] = [];
        sanitizerWith((text) => seen.push(text) < 0).stringify(create(ListsSchema, { strings }));
        expect(seen).toEqual(strings);
      }),
    );
  });

  it("sees a long string whole, though only its beginning would be printed", () => {
    const sanitizer = createSanitizer({
      schemas: [testRegistry],
      policy: { detectors: [findsPin] },
      limits: { maxStringLength: 10 },
    });
    const message = create(ScalarsSchema, { fString: `${"-".repeat(1000)} pin 1234` });
    expect(sanitizer.toJson(message)).toEqual({ f_string: STRIPPED });
  });

  it("that throws has found a credential", () => {
    const sanitizer = sanitizerWith(() => {
      throw new Error("broken");
    });
    expect(sanitizer.toJson(create(ScalarsSchema, { fString: "a", fBool: true }))).toEqual({
      f_string: STRIPPED,
      f_bool: true,
    });
  });

  it("that throws something else, or answers with no boolean, neither", () => {
    // What a caller in JavaScript may pass.
    const detectors: unknown[] = [
      () => {
        throw undefined;
      },
      () => "found",
      async () => false,
    ];
    for (const detector of detectors) {
      const sanitizer = sanitizerWith(detector as Detector);
      expect(sanitizer.toJson(create(ScalarsSchema, { fString: "a" }))).toEqual({ f_string: STRIPPED });
    }
  });

  it("may be one of several, in one policy or in several: any of them is enough", () => {
    const policy = [{ detectors: [(text: string) => text === "a", () => false] }, { detectors: [findsPin] }];
    const sanitizer = createSanitizer({ schemas: [testRegistry], policy });
    const strings = ["a", "b", CREDENTIAL];
    expect(sanitizer.toJson(create(ListsSchema, { strings }))).toEqual({
      strings: [STRIPPED, "b", STRIPPED],
    });
  });

  it("is not part of a policy by default", () => {
    const message = create(ScalarsSchema, { fString: "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhIn0.c2lnbmF0dXJl" });
    const sanitizer = createSanitizer({ schemas: [testRegistry] });
    expect(sanitizer.stringify(message)).toContain("eyJ");
  });
});

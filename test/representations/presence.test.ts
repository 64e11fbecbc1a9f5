import { create, toBinary } from "@bufbuild/protobuf";
import { describe, expect, it } from "vitest";
import { createSanitizer, STRIPPED } from "../../src/index.js";
import { LeafSchema, PongSchema } from "../gen/legacy_pb.js";
import { OptionalsSchema } from "../gen/probe_pb.js";
import { registry } from "../properties/subjects.js";
import type { Library } from "./library.js";
import { DEMOCRATIC_CSI, protoLoader } from "./proto-loader-library.js";
import { protobufEsJson } from "./protobuf-es-json.js";
import { reflection } from "./protobufjs-library.js";

const sanitizer = createSanitizer({ schemas: [registry] });

/** The objects that libraries make of a message; those of the last two may have fields filled in. */
const reflected: readonly Library[] = [reflection(7, false), reflection(8, true)];
const plain: readonly Library[] = [
  protoLoader({}),
  protoLoader({ keepCase: true, longs: String, enums: String, oneofs: true }),
  protobufEsJson("ProtoJSON", {}),
];

describe.each([...reflected, ...plain])(
  "$name: a field with explicit presence is set if it has a property",
  ({ decode }) => {
    it("also if it has its default", () => {
      const leaf = toBinary(LeafSchema, create(LeafSchema, { open: "", hidden: "" }));
      expect(sanitizer.toJson("legacy.v1.Leaf", decode("legacy.v1.Leaf", leaf))).toEqual({
        open: "",
        hidden: STRIPPED,
      });
      const pong = toBinary(PongSchema, create(PongSchema, { hidden: "", ping: { open: "" } }));
      expect(sanitizer.toJson("legacy.v1.Pong", decode("legacy.v1.Pong", pong))).toEqual({
        hidden: STRIPPED,
        ping: { open: "" },
      });
    });

    it("a secret prints alike, be it empty or not", () => {
      const texts = ["", "hunter2"].map((hidden) => {
        const bytes = toBinary(LeafSchema, create(LeafSchema, { open: "", hidden }));
        return sanitizer.stringify("legacy.v1.Leaf", decode("legacy.v1.Leaf", bytes));
      });
      expect(texts[0]).toBe(texts[1]);
    });
  },
);

describe("if every field has a property", () => {
  const all = toBinary(LeafSchema, create(LeafSchema, { open: "", hidden: "", hiddenDebug: "hunter2" }));

  it.each(reflected)("$name: all of them are set", ({ decode }) => {
    expect(sanitizer.toJson("legacy.v1.Leaf", decode("legacy.v1.Leaf", all))).toEqual({
      open: "",
      hidden: STRIPPED,
      hidden_debug: STRIPPED,
    });
  });

  it.each(plain)(
    "$name: those that have their default may have been filled in, so they are not",
    ({ decode }) => {
      expect(sanitizer.toJson("legacy.v1.Leaf", decode("legacy.v1.Leaf", all))).toEqual({
        hidden_debug: STRIPPED,
      });
    },
  );
});

describe.each([DEMOCRATIC_CSI, { defaults: true }])(
  "proto-loader with `defaults` fills in what is not set: %o",
  (options) => {
    const { decode } = protoLoader(options);
    const print = (typeName: string, bytes: Uint8Array): unknown =>
      sanitizer.toJson(typeName, decode(typeName, bytes));

    it("in proto3 nothing is lost: optional fields stay apart", () => {
      const bytes = toBinary(OptionalsSchema, create(OptionalsSchema, { fInt32: 0, hidden: "" }));
      expect(print("probe.v1.Optionals", bytes)).toEqual({ f_int32: 0, hidden: STRIPPED });
    });

    it("in proto2 a message prints as if its fields with defaults were not set", () => {
      expect(print("legacy.v1.Leaf", new Uint8Array())).toEqual({});
      expect(print("legacy.v1.Leaf", toBinary(LeafSchema, create(LeafSchema, { open: "a" })))).toEqual({
        open: "a",
      });
      expect(
        print("legacy.v1.Leaf", toBinary(LeafSchema, create(LeafSchema, { hidden: "hunter2" }))),
      ).toEqual({
        hidden: STRIPPED,
      });
      const pong = toBinary(PongSchema, create(PongSchema, { hidden: "hunter2", tock: {} }));
      expect(print("legacy.v1.Pong", pong)).toEqual({ hidden: STRIPPED, tock: {} });
    });
  },
);

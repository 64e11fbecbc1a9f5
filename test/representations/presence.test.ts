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

/** Libraries of which an object has exactly the properties that are set. */
const exact: readonly Library[] = [
  reflection(7, false),
  reflection(8, true),
  protoLoader({}),
  protoLoader({ keepCase: true, longs: String, enums: String, oneofs: true }),
  protobufEsJson("ProtoJSON", {}),
];

describe.each(exact)("$name: a field with explicit presence is set where it has a property", ({ decode }) => {
  it("also where every field of the message is set, to its default", () => {
    const leaf = toBinary(LeafSchema, create(LeafSchema, { open: "", hidden: "", hiddenDebug: "" }));
    expect(sanitizer.toJson("legacy.v1.Leaf", decode("legacy.v1.Leaf", leaf))).toEqual({
      open: "",
      hidden: STRIPPED,
      hidden_debug: STRIPPED,
    });
    const pong = toBinary(PongSchema, create(PongSchema, { hidden: "", ping: { open: "" } }));
    expect(sanitizer.toJson("legacy.v1.Pong", decode("legacy.v1.Pong", pong))).toEqual({
      hidden: STRIPPED,
      ping: { open: "" },
    });
  });

  it("a secret prints alike, be it empty or not", () => {
    const texts = ["", "hunter2"].map((hidden) => {
      const bytes = toBinary(LeafSchema, create(LeafSchema, { open: "", hidden, hiddenDebug: "" }));
      return sanitizer.stringify("legacy.v1.Leaf", decode("legacy.v1.Leaf", bytes));
    });
    expect(texts[0]).toBe(texts[1]);
  });
});

describe("proto-loader with `defaults` fills in what is not set", () => {
  it("in proto3 nothing is lost: optional fields stay apart", () => {
    const bytes = toBinary(OptionalsSchema, create(OptionalsSchema, { fInt32: 0, hidden: "" }));
    for (const options of [DEMOCRATIC_CSI, { defaults: true }]) {
      const message = protoLoader(options).decode("probe.v1.Optionals", bytes);
      expect(sanitizer.toJson("probe.v1.Optionals", message)).toEqual({ f_int32: 0, hidden: STRIPPED });
    }
  });

  it("in proto2 an open field that has its default may be set or not; with a message that is null, it is not", () => {
    const bytes = toBinary(PongSchema, create(PongSchema, { tock: {} }));
    const message = protoLoader(DEMOCRATIC_CSI).decode("legacy.v1.Pong", bytes);
    expect(message).toEqual({ hidden: "", ping: null, tock: { open: "", ticks: [] } });
    expect(sanitizer.toJson("legacy.v1.Pong", message)).toHaveProperty("tock");
  });

  it("a secret prints alike, be it empty or not", () => {
    for (const options of [DEMOCRATIC_CSI, { defaults: true }]) {
      const texts = ["", "hunter2"].map((hidden) => {
        const pong = toBinary(PongSchema, create(PongSchema, { hidden, tock: {} }));
        const leaf = toBinary(LeafSchema, create(LeafSchema, { open: "a", hidden }));
        const { decode } = protoLoader(options);
        return [
          sanitizer.stringify("legacy.v1.Pong", decode("legacy.v1.Pong", pong)),
          sanitizer.stringify("legacy.v1.Leaf", decode("legacy.v1.Leaf", leaf)),
        ];
      });
      expect(texts[0]).toEqual(texts[1]);
    }
  });
});

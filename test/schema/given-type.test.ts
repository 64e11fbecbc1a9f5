import { create, createRegistry, type DescFile } from "@bufbuild/protobuf";
import { anyPack } from "@bufbuild/protobuf/wkt";
import { describe, expect, it } from "vitest";
import { file_csi_v1_csi } from "../../src/csi/gen/csi/v1/csi_pb.js";
import { csiPolicy, csiRegistry } from "../../src/csi/index.js";
import { createSanitizer, STRIPPED } from "../../src/index.js";
import { LeafSchema, TreeSchema } from "../gen/probe_pb.js";
import { SingularSchema } from "../gen/well_known_pb.js";
import { buildFile, csiSecret, messageField, messageIn, stringField } from "./build-file.js";
import { csiVariant, csiWithoutOptions, publishField, publishFields } from "./csi-variant.js";

const PUBLISH = "csi.v1.NodePublishVolumeRequest";

describe("a type that is given with a call", () => {
  it("needs no schema of the sanitizer's own: the default options hold", () => {
    const leaf = create(LeafSchema, { open: "a", hidden: "x" });
    const tree = create(TreeSchema, { left: { hidden: "x", label: "b" } });
    const sanitizer = createSanitizer();
    expect(sanitizer.stringify(LeafSchema, leaf)).toBe(`{"hidden":"${STRIPPED}","open":"a"}`);
    expect(sanitizer.stringify(TreeSchema, tree)).toBe(`{"left":{"hidden":"${STRIPPED}","label":"b"}}`);
    expect(sanitizer.stringify(leaf)).toBe('"<<unknown type, probe.v1.Leaf>>"');
  });

  it("brings the types that an Any in it may hold", () => {
    const any = anyPack(LeafSchema, create(LeafSchema, { open: "a", hidden: "x" }));
    const holder = messageIn(
      buildFile(
        {
          name: "holder.proto",
          package: "holder",
          messageType: [
            {
              name: "Holder",
              field: [
                messageField("any", 1, "google.protobuf.Any"),
                messageField("leaf", 2, "probe.v1.Leaf"),
              ],
            },
          ],
        },
        LeafSchema.file,
        ...SingularSchema.file.dependencies,
      ),
      "holder.Holder",
    );
    expect(createSanitizer().toJson(holder, create(holder, { any }))).toEqual({
      any: { type_url: any.typeUrl, value: { hidden: STRIPPED, open: "a" } },
    });
  });

  it("is united with the sanitizer's own: fields that are secret there stay secret", () => {
    const older = messageIn(csiWithoutOptions(), PUBLISH);
    const sanitizer = createSanitizer({ schemas: [csiRegistry], policy: csiPolicy() });
    const message = create(older, { secrets: { a: "x" }, volumeId: "v" });
    expect(sanitizer.stringify(older, message)).toBe(`{"secrets":"${STRIPPED}","volume_id":"v"}`);
    expect(sanitizer.explain(older)).toEqual(sanitizer.explain(PUBLISH));
  });

  it("takes precedence: its fields have the names that it gives them, and its own options count", () => {
    const newer = messageIn(
      csiVariant((file) => {
        const secrets = publishField(file, "secrets");
        secrets.name = "credentials";
        delete secrets.options;
        publishFields(file).push(stringField("api_token", 90, { options: csiSecret() }));
      }),
      PUBLISH,
    );
    const message = create(newer, { credentials: { a: "x" }, apiToken: "y" });
    const sanitizer = createSanitizer({ schemas: [csiRegistry] });
    expect(sanitizer.stringify(newer, message)).toBe(
      `{"api_token":"${STRIPPED}","credentials":"${STRIPPED}"}`,
    );
    // Without the type the sanitizer's own names are all that it knows.
    expect(sanitizer.stringify(message)).toBe("{}");
  });

  it("obeys the rules of the policy", () => {
    const sanitizer = createSanitizer({
      schemas: [csiRegistry],
      policy: [csiPolicy({ volumeContextKeys: ["password"] }), { fields: [`${PUBLISH}.volume_id`] }],
    });
    const older = messageIn(csiWithoutOptions(), PUBLISH);
    const message = create(older, { volumeId: "v", volumeContext: { password: "x", a: "b" } });
    expect(sanitizer.toJson(older, message)).toEqual({
      volume_id: STRIPPED,
      volume_context: { password: STRIPPED, a: "b" },
    });
  });

  it("does not change the meaning of the type name in other calls", () => {
    const older = messageIn(csiWithoutOptions(), PUBLISH);
    const sanitizer = createSanitizer({ schemas: [older] });
    const message = create(older, { secrets: { a: "x" } });
    const printedOpen = '{"secrets":{"a":"x"}}';
    expect(sanitizer.stringify(message)).toBe(printedOpen);
    expect(sanitizer.stringify(messageIn(file_csi_v1_csi, PUBLISH), message)).toBe(
      `{"secrets":"${STRIPPED}"}`,
    );
    expect(sanitizer.stringify(message)).toBe(printedOpen);
  });
});

describe("the verdict for a given type does not depend on which types were given before", () => {
  // Of the two types of the first file, the registry has the one and replaces the other by the second file's.
  const fileOf = (init: Parameters<typeof stringField>[2]): DescFile =>
    buildFile(
      {
        name: "pair.proto",
        package: "pair",
        messageType: [
          { name: "Left", field: [stringField("text", 1)] },
          { name: "Right", field: [stringField("text", 1, init)] },
        ],
      },
      file_csi_v1_csi,
    );
  const marked = fileOf({ options: csiSecret() });
  const unmarked = fileOf({});
  const left = messageIn(marked, "pair.Left");
  const right = messageIn(marked, "pair.Right");
  const schemas = [createRegistry(unmarked, left)];
  const stripped = `{"text":"${STRIPPED}"}`;

  it("none", () => {
    const sanitizer = createSanitizer({ schemas });
    expect(sanitizer.stringify(right, create(right, { text: "x" }))).toBe(stripped);
  });

  it("another one of its file", () => {
    const sanitizer = createSanitizer({ schemas });
    expect(sanitizer.stringify(left, create(left, { text: "a" }))).toBe('{"text":"a"}');
    expect(sanitizer.stringify(right, create(right, { text: "x" }))).toBe(stripped);
  });
});

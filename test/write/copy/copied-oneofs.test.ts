import { describe, expect, it } from "vitest";
import { createSanitizer, STRIPPED } from "../../../src/index.js";
import { file_well_known } from "../../gen/well_known_pb.js";
import { parseText } from "../../representations/protobufjs-root.js";
import { ACCOUNT, accounts } from "../accounts.js";

const usual = accounts();
const copyOf = (message: unknown): unknown => usual.redact(ACCOUNT, message);

describe("the choice of a oneof", () => {
  it.each<[string, unknown, unknown]>([
    ["stays if there is none", null, null],
    ["stays if it is undefined", undefined, undefined],
    ["may come after the value", { value: "a", case: "text" }, { value: "a", case: "text" }],
    ["is the first one that is a text", { $case: 5, case: "text", value: "a" }, { case: "text", value: "a" }],
  ])("%s", (_, pick, copy) => {
    expect(copyOf({ pick })).toStrictEqual({ pick: copy });
  });

  it("is not the member that has its name, if there is none", () => {
    const odd = createSanitizer({
      schemas: [
        parseText(
          8,
          true,
          'syntax = "proto3"; package odd.v1; message Box { oneof pick { string undefined = 1; } }',
        ),
      ],
    });
    expect(odd.redact("odd.v1.Box", { pick: { value: "a" } })).toStrictEqual({});
    const pick = { case: "undefined", value: "a" };
    expect(odd.redact("odd.v1.Box", { pick })).toStrictEqual({ pick });
  });

  it("is in no list and no function", () => {
    for (const like of [["text"], () => "text"])
      expect(copyOf({ id: 5, pick: Object.assign(like, { case: "text", value: "a" }) })).toStrictEqual({
        id: 5,
      });
  });
});

describe("a secret member of a oneof", () => {
  const choices = createSanitizer({
    schemas: [file_well_known],
    policy: { fields: ["wkt.v1.Choice.value"] },
    onSuspect: "ignore",
  });

  it.each([null, undefined])("is not set, if it is %s, and stays so", (value) => {
    const message = { pick: { case: "password", value } };
    expect(copyOf(message)).toBe(message);
    expect(copyOf({ pick: { $case: "password", password: value } })).toStrictEqual({
      pick: { $case: "password", password: value },
    });
  });

  it("is set, if null is a value of its type", () => {
    expect(choices.redact("wkt.v1.Choice", { pick: { case: "value", value: null } })).toStrictEqual({
      pick: { case: "value", value: STRIPPED },
    });
  });
});

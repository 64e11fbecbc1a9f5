import { describe, expect, it } from "vitest";
import { collected } from "./safes.js";

describe("what an object has for a secret field beside the value that is read, is secret, too:", () => {
  it.each<[string, object, readonly string[]]>([
    ["a text under another name", { my_pin: "x", myPin: "y" }, ["x", "y"]],
    ["a text behind an empty one", { my_pin: "", myPin: "y" }, ["y"]],
    ["one that is no text", { my_pin: "x", myPin: ["y"] }, ["x", "y"]],
    ["a list", { my_codes: ["x"], myCodes: ["y", "z"] }, ["x", "y", "z"]],
    ["a map, in any form", { my_hidden: { a: "x" }, myHidden: new Map([["b", "y"]]) }, ["x", "y"]],
    ["what is in place of a map", { my_hidden: { a: "x" }, myHidden: 1234567 }, ["x", "1234567"]],
    [
      "an entry under a secret key",
      { my_labels: { pin: "x", a: "b" }, myLabels: { pin: "y", c: "d" } },
      ["x", "y"],
    ],
    ["what is hidden in JSON", { my_doc: '{"pin":"x"}', myDoc: '{"pin":"y","a":"b"}' }, ["x", "y"]],
    ["a message", { hidden_open: { text: "x" }, hiddenOpen: { text: "y" } }, ["x", "y"]],
    [
      "any field of a secret message",
      { hidden_safe: { my_name: "x", myName: "y", open_message: {}, openMessage: { text: "z" } } },
      ["z", "x", "y"],
    ],
    ["a member of a oneof that is not the chosen one", { first: "x", other: "y" }, ["x"]],
    ["all members but the last one", { first: "x", my_number: "1234567" }, ["x", "1234567"]],
    ["a member under another name", { my_member: "x", myMember: "y" }, ["x", "y"]],
    [
      "a member beside the object that holds the chosen one",
      { pick: { oneofKind: "first", first: "x" }, first: "y", myNumber: 1234567 },
      ["x", "y", "1234567"],
    ],
  ])("%s", (_, message, values) => {
    expect(collected(message)).toEqual(values);
  });

  it("what is read is found once", () => {
    const once = { my_pin: "x", my_codes: ["y"], my_hidden: { a: "z" }, first: "v" };
    expect(collected(once)).toEqual(["x", "y", "z", "v"]);
    expect(collected({ myPin: "x", myCodes: ["y"], myHidden: { a: "z" } })).toEqual(["x", "y", "z"]);
  });

  it("of a field that is open, only credentials", () => {
    expect(collected({ my_name: "a", myName: "b", open_message: {}, openMessage: { text: "c" } })).toEqual(
      [],
    );
    expect(collected({ my_name: "a", myName: "token1" })).toEqual(["token1"]);
  });

  it("what can be read, whatever else cannot", () => {
    const failing = (name: string, message: object) =>
      Object.defineProperty(message, name, {
        get: () => {
          throw new Error("x");
        },
      });
    expect(collected(failing("myPin", { my_pin: "x" }))).toEqual(["x"]);
    expect(collected(failing("my_pin", { myPin: "x" }))).toEqual(["x"]);
    expect(collected(failing("myMember", { my_member: "x", other: "y" }))).toEqual(["x"]);
  });

  it("which belongs to no field, if it may be the name of another one", () => {
    expect(collected({ my_twin: "x", my_pin: "y" })).toEqual(["y", "x"]);
  });
});

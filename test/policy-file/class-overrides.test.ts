import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { loadPolicy } from "../../src/policy-file/index.js";
import { fileError } from "./file-error.js";

const FILE = JSON.stringify({
  fields: [
    { field: "a.B.c", class: "pii" },
    { field: "a.B.d", class: "card-number" },
    { field: "a.B.e", class: "bulk" },
  ],
  classes: { pii: { last: 4 }, bulk: "size" },
  audiences: { support: { pii: "show", bulk: "omit" }, billing: { "card-number": "show" } },
});

const load = (environment: Record<string, string | undefined>) => {
  const { classes, audiences } = loadPolicy(FILE, { environment });
  return { classes, audiences };
};

describe("the environment sets the action of a class", () => {
  it("for all readers that would see more of it", () => {
    expect(
      load({ PROTOSANITIZER_CLASS_PII: "size", PATH: "/bin", PROTOSANITIZER_CLASS_BULK: undefined }),
    ).toEqual({
      classes: { pii: "size", bulk: "size" },
      audiences: { support: { pii: "size", bulk: "omit" }, billing: { "card-number": "show" } },
    });
  });

  it("and leaves readers alone that see less of it", () => {
    expect(load({ PROTOSANITIZER_CLASS_BULK: "show" }).audiences).toEqual({
      support: { pii: "show", bulk: "omit" },
      billing: { "card-number": "show" },
    });
  });

  it.each([
    ["strip", "strip"],
    ["omit", "omit"],
    ["size", "size"],
    ["pseudonym", "pseudonym"],
    ["show", "show"],
    ["last:12", { last: 12 }],
  ])("to %s, by the name of the class in capital letters", (value, action) => {
    expect(load({ PROTOSANITIZER_CLASS_CARD_NUMBER: value }).classes["card-number"]).toEqual(action);
  });

  it("only if it is given", () => {
    expect(loadPolicy(FILE).classes).toEqual({ pii: { last: 4 }, bulk: "size" });
  });
});

describe("an override that is wrong is an error that names the variable", () => {
  it.each([
    [
      "PROTOSANITIZER_CLASS_PIII",
      "strip",
      'no rule has this class; did you mean "PROTOSANITIZER_CLASS_PII"?',
    ],
    ["PROTOSANITIZER_CLASS_", "strip", "no rule has this class"],
    ["PROTOSANITIZER_CLASS_PII", "", "is none of strip, omit, size, pseudonym, show and last:4"],
    ["PROTOSANITIZER_CLASS_PII", "hunter2", "is none of"],
    ["PROTOSANITIZER_CLASS_PII", "STRIP", "is none of"],
    ["PROTOSANITIZER_CLASS_PII", "last:0", "is none of"],
    ["PROTOSANITIZER_CLASS_PII", "last:-1", "is none of"],
    ["PROTOSANITIZER_CLASS_SECRET", "show", "class secret cannot be shown, to no audience"],
    ["PROTOSANITIZER_CLASS_SECRET", "last:1", "class secret cannot be shown, to no audience"],
  ])("%s=%s", (variable, value, problem) => {
    const error = fileError(FILE, { environment: { [variable]: value } });
    expect(error.path).toBe(variable);
    expect(error.message).toContain(`${variable}: ${problem}`);
    expect(error.message).not.toContain("hunter2");
  });

  it("whose name cannot forge a line", () => {
    const error = fileError(FILE, { environment: { "PROTOSANITIZER_CLASS_A\nb": "strip" } });
    expect(error.message).toBe("PROTOSANITIZER_CLASS_…: no rule has this class");
  });

  it("and so are two classes of one name", () => {
    const fields = ["a-b", "a.b"].map((name) => ({ field: "a.B.c", class: name }));
    const error = fileError(JSON.stringify({ fields }), {
      environment: { PROTOSANITIZER_CLASS_A_B: "strip" },
    });
    expect(error.message).toBe("PROTOSANITIZER_CLASS_A_B: several classes have this name");
  });

  it("nothing else of the file can be overridden", () => {
    const variable = fc.string().map((name) => `PROTOSANITIZER_${name}`);
    fc.assert(
      fc.property(fc.dictionary(variable, fc.string()), (environment) => {
        fc.pre(Object.keys(environment).every((name) => !name.startsWith("PROTOSANITIZER_CLASS_")));
        expect(loadPolicy(FILE, { environment })).toEqual(loadPolicy(FILE));
      }),
    );
  });
});

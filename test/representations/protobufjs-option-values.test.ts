import { describe, expect, it } from "vitest";
import { createSanitizer, STRIPPED } from "../../src/index.js";
import {
  parsedRoot,
  parseText,
  protobufjs,
  type ReflectionRoot,
  VERSIONS,
  type Version,
} from "./protobufjs-root.js";

const HIGH = "CLOSED_SENSITIVITY_HIGH";

describe.each(VERSIONS)("protobufjs %i: options in options", (version) => {
  it.each([
    "(extensible).(extra_sensitivity)",
    "(extensible).(options.v1.extra_sensitivity)",
    "(extensible).(.options.v1.extra_sensitivity)",
    "(options.v1.extensible).(options.v1.extra_extensible).(options.v1.extra_sensitivity)",
  ])("the path %s, however its names are spelled", (path) => {
    expect(printWith(version, `${path} = ${HIGH}`)).toEqual({ password: STRIPPED });
    expect(printWith(version, `${path} = CLOSED_SENSITIVITY_LOW`)).toEqual({ password: "a value" });
  });

  it("several paths into one option", () => {
    const paths = `(extensible).note = "n", (extensible).(options.v1.extra_sensitivity) = ${HIGH}`;
    expect(printWith(version, paths)).toEqual({ password: STRIPPED });
  });

  it("an option that is set on a field in JavaScript, beside those of the file", () => {
    const root = parse(version, "deprecated = true");
    root.lookupType("options.v1.Login").fields["password"]?.setOption("debug_redact", true);
    expect(print(root)).toEqual({ password: STRIPPED });
  });

  it("an option of a field that is made in JavaScript", () => {
    const { Field, Root, Type } = protobufjs(version);
    const root = new Root();
    const type = new Type("Login")
      .add(new Field("user", 1, "string"))
      .add(new Field("password", 2, "string", undefined, undefined, { debug_redact: true }))
      .add(new Field("pin", 3, "string", { "(csi.v1.csi_secret)": true }));
    root.define("acme.v1").add(type);
    const message = type.create({ user: "jane", password: "hunter2", pin: "1234" });
    expect(createSanitizer({ schemas: [root] }).toJson(message)).toEqual({
      user: "jane",
      password: STRIPPED,
      pin: STRIPPED,
    });
  });

  it("an option that is marked in an enum of JavaScript", () => {
    const { Enum, Field, Namespace, Root, Type } = protobufjs(version);
    const level = new Enum("Level", { OPEN: 0, SECRET: 1 }, {}, "", {}, { SECRET: { debug_redact: true } });
    const option = new Field("level", 50900, "Level", "optional", "google.protobuf.FieldOptions");
    const type = new Type("Login")
      .add(new Field("user", 1, "string", { "(level)": "OPEN" }))
      .add(new Field("password", 2, "string", { "(level)": "SECRET" }))
      .add(new Field("pin", 3, "string", { "(level)": 1 }));
    const root = new Root().add(new Namespace("acme").add(level).add(option).add(type));
    const message = type.create({ user: "jane", password: "hunter2", pin: "1234" });
    expect(createSanitizer({ schemas: [root] }).toJson(message)).toEqual({
      user: "jane",
      password: STRIPPED,
      pin: STRIPPED,
    });
  });
});

describe("protobufjs 8 also parses names of extensions in aggregates, and lists of aggregates", () => {
  it.each([
    `(extensible) = { [options.v1.extra_sensitivity]: ${HIGH} }`,
    `(extensible) = { [options.v1.extra_extensible] { [options.v1.extra_sensitivity]: ${HIGH} } }`,
    `(extensible) = { note: "n" [options.v1.extra_sensitivity]: ${HIGH} }`,
  ])("%s", (option) => {
    expect(printWith(8, option)).toEqual({ password: STRIPPED });
    expect(printWith(8, option.replaceAll("HIGH", "LOW"))).toEqual({ password: "a value" });
  });

  it("a list of messages in an option", () => {
    const details = "details: [{ sensitivity: SENSITIVITY_SECRET }, { note: 'n' }]";
    const root = parseText(
      8,
      false,
      `syntax = "proto3"; package options.v1; import "options.proto";
       message Login { string password = 1 [(classification) = { ${details} }]; }`,
    );
    expect(print(root)).toEqual({ password: STRIPPED });
  });
});

describe.each(VERSIONS)("protobufjs %i: reading the options changes nothing", (version) => {
  it("in a Root that is not resolved yet, nor in one that is", () => {
    const root = parse(version, `(extensible).(extra_sensitivity) = ${HIGH}`);
    const before = snapshot(root);
    print(root, false);
    expect(snapshot(root)).toBe(before);
    const shared = parsedRoot(version, false);
    const resolved = snapshot(shared);
    createSanitizer({ schemas: [shared] }).explain("options.v1.Everything");
    expect(snapshot(shared)).toBe(resolved);
  });
});

function printWith(version: Version, options: string): unknown {
  return print(parse(version, options));
}

function parse(version: Version, options: string): ReflectionRoot {
  return parseText(
    version,
    false,
    `syntax = "proto3"; package options.v1; import "option_extension.proto";
     message Login { string password = 1 [${options}]; }`,
  );
}

/** What a message prints where the Root is the schema; and where its JSON is, which has to be the same. */
function print(root: ReflectionRoot, compare = true): unknown {
  const message = { password: "a value" };
  const direct = createSanitizer({ schemas: [root] }).toJson("options.v1.Login", message);
  if (compare) {
    const fromJson = createSanitizer({ schemas: [root.toJSON()] }).toJson("options.v1.Login", message);
    expect(fromJson).toEqual(direct);
  }
  return direct;
}

/** All that a Root says of itself, and whether it was resolved by looking at it. */
function snapshot(root: ReflectionRoot): string {
  return (
    JSON.stringify(root, (key, value: unknown) => (key === "parent" ? undefined : value)) +
    resolvedFlags(root)
  );
}

function resolvedFlags(node: object): string {
  const { resolved, nested, fields } = node as { resolved?: unknown; nested?: object; fields?: object }; // any node
  const children = [...Object.values(nested ?? {}), ...Object.values(fields ?? {})];
  return `${resolved}(${children.map((child: object) => resolvedFlags(child)).join()})`;
}

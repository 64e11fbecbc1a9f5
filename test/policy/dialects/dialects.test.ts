import { create, type DescMessage } from "@bufbuild/protobuf";
import { describe, expect, it } from "vitest";
import * as dialects from "../../../src/dialects/index.js";
import { createSanitizer, type Policy, PolicyError, STRIPPED } from "../../../src/index.js";
import { testRegistry } from "../../schema/test-files.js";
import { registryOf, schemaKinds } from "./schemas-of-dialect.js";

interface Dialect {
  /** The name of a file in `proto/`. */
  readonly name: string;
  readonly policy: Policy;
  /** What `explain` says of some fields: option, path and value. */
  readonly rules: readonly string[];
  /** Whether the parser of protobufjs stops at the file. */
  readonly stopsProtobufjs?: true;
}

const knownDialects: readonly Dialect[] = [
  { name: "envoy", policy: dialects.envoy, rules: ["field option udpa.annotations.sensitive"] },
  { name: "xds", policy: dialects.xds, rules: ["field option xds.annotations.v3.sensitive"] },
  { name: "marshal-zap", policy: dialects.marshalZap, rules: ["field option marshal_zap.mask"] },
  { name: "moc", policy: dialects.moc, rules: ["field option moc.sensitive"] },
  {
    name: "peerdb",
    policy: dialects.peerdb,
    rules: ["field option peerdb_peers.peerdb_redacted"],
    stopsProtobufjs: true,
  },
  {
    name: "livekit",
    policy: dialects.livekit,
    rules: [
      "field option logger.sensitivity = SENSITIVITY_PII",
      "field option logger.sensitivity = SENSITIVITY_SECRET",
      "field option logger.redact",
    ],
  },
  {
    name: "bytebase",
    policy: dialects.bytebase,
    rules: [
      "field option bytebase.v1.audit_behavior = SENSITIVE",
      "field option bytebase.v1.audit_behavior = OMIT",
    ],
  },
  {
    name: "clutch",
    policy: dialects.clutch,
    rules: [
      "field option clutch.api.v1.log = false",
      "message option clutch.api.v1.redacted of clutch.api.v1.Token",
    ],
  },
  {
    name: "confluent",
    policy: dialects.confluent(["PII", "PRIVATE"]),
    rules: [
      'field option confluent.field_meta: tags includes "PII"',
      'message option confluent.message_meta: tags includes "PII" of confluent.Address',
    ],
  },
  {
    name: "redact",
    policy: dialects.redact,
    rules: [
      "field option redact.redact",
      "field option redact.custom: message.skip is not true",
      "message option redact.nil of redact.Wiped",
    ],
  },
  {
    name: "redact-v3",
    policy: dialects.redactV3,
    rules: ["field option redact.v3.value: message.skip is not true"],
  },
  {
    name: "safety-culture",
    policy: dialects.safetyCulture,
    rules: ["field option logger.level is not set"],
  },
  {
    name: "achuala",
    policy: dialects.achuala,
    rules: ["field option options.sensitive: mask is set", "field option options.sensitive: pii is set"],
  },
];

const cases = knownDialects.flatMap((dialect) =>
  schemaKinds
    .filter(({ parses }) => !parses || !dialect.stopsProtobufjs)
    .map((schema) => ({ ...dialect, ...schema })),
);

describe("every field of proto/ says in its name whether it is hidden", () => {
  it.each(cases)("$name, by $kind", ({ name, policy, rules, kind, make }) => {
    const sanitizer = createSanitizer({ schemas: [make(name)], policy });
    const fields = typesOf(name).flatMap(({ typeName }) =>
      sanitizer.explain(typeName).filter(({ field }) => field.startsWith(`${typeName}.`)),
    );
    for (const { field, verdict } of fields)
      expect(`${field} is ${verdict}`).toMatch(/\.hidden_\w+ is secret$|\.open_\w+ is open$/);
    expect(new Set(fields.map(({ verdict }) => verdict))).toEqual(new Set(["open", "secret"]));
    // JSON keeps the last of several values. The others may be any.
    const known = rules.filter((rule) => !kind.includes("JSON") || !rule.includes(" includes "));
    expect(fields.map(({ rule }) => rule)).toEqual(expect.arrayContaining(known));
  });

  it.each(knownDialects)("and so does a message of $name print", ({ name, policy }) => {
    const sanitizer = createSanitizer({ schemas: [registryOf(name)], policy });
    for (const type of typesOf(name)) {
      const texts = type.fields.filter(
        (field) => field.fieldKind === "scalar" && field.scalar === 9 && field.oneof === undefined,
      );
      const message = create(type, Object.fromEntries(texts.map(({ localName }) => [localName, "value"])));
      expect(sanitizer.toJson(type, message)).toEqual(
        Object.fromEntries(
          texts.map((field) => [field.name, field.name.startsWith("hidden_") ? STRIPPED : "value"]),
        ),
      );
    }
  });
});

describe("a dialect", () => {
  it("keeps the default options: debug_redact counts beside it", () => {
    const { file } = typesOf("envoy")[0] ?? {};
    const sanitizer = createSanitizer({
      schemas: [registryOf("envoy"), testRegistry],
      policy: dialects.envoy,
    });
    expect(file?.proto.package).toBe("udpa.annotations");
    expect(sanitizer.explain("probe.v1.Leaf")).toMatchObject([{ verdict: "open" }, { verdict: "secret" }]);
  });

  it.each(knownDialects)("$name is an error if no schema has one of its options", ({ policy }) => {
    expect(() => createSanitizer({ schemas: [testRegistry], policy })).toThrow(PolicyError);
  });

  it("says which option it misses, and which is the nearest", () => {
    const sanitizer = () => createSanitizer({ schemas: [registryOf("xds")], policy: dialects.envoy });
    expect(sanitizer).toThrow(
      'fieldOptions: "udpa.annotations.sensitive": no such field option in the given schemas; did you mean ' +
        '"xds.annotations.v3.sensitive"?',
    );
  });

  it("needs the tags of Confluent, because they have free names", () => {
    const sanitizer = () =>
      createSanitizer({ schemas: [registryOf("confluent")], policy: dialects.confluent([]) });
    expect(sanitizer).toThrow('"includes" is not a list with values');
  });
});

/** The message types of a file that have marked fields. The others are types of options. */
function typesOf(name: string): readonly DescMessage[] {
  return [...registryOf(name)].flatMap((type) =>
    type.kind === "message" && type.fields.some((field) => /^(open|hidden)_/.test(field.name)) ? type : [],
  );
}

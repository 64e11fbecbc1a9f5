import { create, toBinary } from "@bufbuild/protobuf";
import { describe, expect, it } from "vitest";
import { ErrorDetails } from "../../src/calls/error-details.js";
import { createSanitizer } from "../../src/index.js";
import { CredentialSchema, FailureSchema, file_vault } from "../gen/vault_pb.js";

const sanitizer = createSanitizer({ schemas: [file_vault] });
const details = new ErrorDetails(sanitizer, sanitizer.live);
sanitizer.live.hold(sanitizer.secretsOf(create(CredentialSchema, { password: "hunter2-secret" })), {
  graceTime: 0,
});

const TYPE_URL = "type.googleapis.com/vault.v1.Failure";
const failure = (command: string, password: string) => ({
  typeUrl: TYPE_URL,
  value: toBinary(FailureSchema, create(FailureSchema, { command, password })),
});

describe("a detail on its way to the other side", () => {
  it("stays as it is without a live secret", () => {
    const detail = failure("mount", "not a live one");
    expect(details.passed(detail)).toBe(detail);
  });

  it("loses its secret fields if they hold the live secret", () => {
    const passed = details.passed(failure("mount", "hunter2-secret"));
    expect(passed && sanitizer.stringifyBinary("vault.v1.Failure", passed.value)).toBe(
      '{"command":"mount","password":"***stripped***"}',
    );
    expect(Buffer.from(passed?.value ?? []).toString("latin1")).not.toContain("hunter2");
  });

  it.each([
    ["in an open field", failure("mount -o password=hunter2-secret", "")],
    ["of a type that is not known", { ...failure("mount", "hunter2-secret"), typeUrl: "x/acme.v1.Unknown" }],
    ["in the name of its type", { ...failure("mount", ""), typeUrl: "x/hunter2-secret" }],
    ["in bytes that are malformed", { typeUrl: TYPE_URL, value: Buffer.from("\x0a\x7fhunter2-secret") }],
    ["in base64", failure(Buffer.from("user:hunter2-secret").toString("base64"), "")],
  ])("goes where one stands %s", (_, detail) => {
    expect(details.passed(detail)).toBeUndefined();
  });
});

describe("a detail in the log", () => {
  it("is opened, sanitized and scrubbed", () => {
    expect(details.shown(failure("mount -o password=hunter2-secret", "another"))).toEqual({
      type_url: TYPE_URL,
      value: { command: "mount -o password=***stripped***", password: "***stripped***" },
    });
  });

  it("shows nothing of a type that is not known", () => {
    const shown = JSON.stringify(details.shown({ ...failure("mount", "x"), typeUrl: "x/acme.v1.Unknown" }));
    expect(shown).toContain("acme.v1.Unknown");
    expect(shown).not.toContain("mount");
  });
});

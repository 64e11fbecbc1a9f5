import { readFileSync } from "node:fs";
import { join } from "node:path";
import vm from "node:vm";
import { loadSync } from "@grpc/proto-loader";
import { describe, expect, it } from "vitest";
import { CredentialKeys, credentialsIn } from "../../src/calls/credential-metadata.js";
import { createSanitizer, STRIPPED } from "../../src/index.js";
import { copyOptionRules } from "../../src/policy/copy-option-rules.js";
import { scrubError } from "../../src/values/scrub-error.js";
import { file_vault } from "../gen/vault_pb.js";
import { repository } from "../package/pack.js";

// In jest with jsdom, for one, the bytes that Node reads are of another realm than the code that asks whether they are bytes.

/** The same bytes in another realm, whose Uint8Array is another one. */
function foreign(bytes: Uint8Array): Uint8Array {
  const copy = vm.runInNewContext("Uint8Array.from(bytes)", { bytes: [...bytes] }) as Uint8Array; // it makes one
  expect(copy).not.toBeInstanceOf(Uint8Array);
  return copy;
}

const SECRET = "hunter2-secret";

describe("bytes of another realm are bytes", () => {
  it("of a schema", () => {
    const set = readFileSync(join(repository, "test/gen/descriptor-set.binpb"));
    const [own, other] = [set, foreign(set)].map((bytes) =>
      createSanitizer({ schemas: [bytes], onSuspect: "ignore" }).suspects(),
    );
    expect(other).toEqual(own);
  });

  it("of a package definition of proto-loader, which has the options of its fields in them", () => {
    const definition = loadSync(join(repository, "proto/test/vault.proto"));
    for (const one of Object.values(definition)) {
      const { fileDescriptorProtos } = one as { fileDescriptorProtos?: Uint8Array[] }; // types and services have them
      if (fileDescriptorProtos !== undefined)
        Object.assign(one, { fileDescriptorProtos: fileDescriptorProtos.map(foreign) });
    }
    // It is read, so what it lacks is known: the sanitizer has to be given another schema beside it.
    expect(() => createSanitizer({ schemas: [definition] })).toThrow(
      /custom options of vault\.v1\.\w+ are lost/,
    );
    const one = createSanitizer({ schemas: [definition, file_vault], onSuspect: "ignore" });
    const printed = one.toJson("vault.v1.Credential", { user: "ann", password: SECRET });
    expect(printed).toEqual({ user: "ann", password: STRIPPED });
  });

  it("of an option, in a policy", () => {
    const given = foreign(Uint8Array.of(1, 2));
    const [rule] = copyOptionRules("fieldOptions", [{ option: "a.b", is: [given] }]);
    given.fill(0);
    expect(rule).toEqual(copyOptionRules("fieldOptions", [{ option: "a.b", is: [Uint8Array.of(1, 2)] }])[0]);
  });

  it("of a credential in the metadata of a call", () => {
    const found = (bytes: Uint8Array) =>
      credentialsIn([["x-token-bin", [bytes]]], new CredentialKeys(undefined)).values;
    const token = Buffer.from(SECRET);
    expect(found(foreign(token))).toEqual(found(token));
    expect(found(token)).toContain(SECRET);
  });

  it("of binary metadata that an error carries", () => {
    const details = foreign(Buffer.from(`\x08\x03\x12\x20${SECRET}`));
    const metadata = new Map([["grpc-status-details-bin", [details]]]);
    const secrets = createSanitizer({ policy: { detectors: [(text) => text === SECRET] } }).secretsOf(SECRET);
    const scrubbed: unknown = scrubError(Object.assign(new Error("mount"), { metadata }), secrets);
    expect(Object(scrubbed).metadata).toEqual(new Map());
  });
});

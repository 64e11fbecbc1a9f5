import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadSync, type PackageDefinition } from "@grpc/proto-loader";
import { describe, expect, it } from "vitest";
import { createCsiSanitizer, SERVICE_ACCOUNT_TOKENS_KEY } from "../../src/csi/index.js";
import { type Sanitizer, STRIPPED } from "../../src/index.js";
import { includeDirs } from "./proto-files.js";
import { DEMOCRATIC_CSI } from "./proto-loader-library.js";
import { parseText, VERSIONS } from "./protobufjs-root.js";

const TYPE = "csi.v1.NodePublishVolumeRequest";

const current = readFileSync(new URL("../../proto/csi/v1/csi.proto", import.meta.url), "utf8");
const older = current.replaceAll(" [(csi_secret) = true]", "").replaceAll("(csi_secret) = true,", "");
const newer = withFields(current, "string mount_id = 900;", "string mount_key = 901 [(csi_secret) = true];");

const wire = parseText(7, true, newer)
  .lookupType(TYPE)
  .encode({
    volume_id: "vol-1",
    secrets: { password: "hunter2" },
    volume_context: { fs: "ext4", [SERVICE_ACCOUNT_TOKENS_KEY]: "hunter3" },
    mount_id: "mount-1",
    mount_key: "hunter4",
  })
  .finish();

const SANITIZED = {
  volume_id: "vol-1",
  secrets: STRIPPED,
  volume_context: { fs: "ext4", [SERVICE_ACCOUNT_TOKENS_KEY]: STRIPPED },
};

it("the older csi.proto has no options, the newer one two more fields", () => {
  expect(older).not.toMatch(/csi_secret\) =/);
  expect(current).toMatch(/csi_secret\) =/);
  expect(newer).toMatch(/mount_key = 901/);
});

describe("an application that loads an older csi.proto with @grpc/proto-loader", () => {
  const definition = load(older);
  const message = decode(definition, wire);

  it.each<[string, () => Sanitizer]>([
    ["with the bundled descriptors", () => createCsiSanitizer()],
    ["with its own package definition as well", () => createCsiSanitizer({ schemas: [definition] })],
    ["with a Root of its own csi.proto", () => createCsiSanitizer({ schemas: [parseText(7, true, older)] })],
    ["with the JSON of that", () => createCsiSanitizer({ schemas: [parseText(8, false, older).toJSON()] })],
  ])("%s its secrets are stripped", (_, make) => {
    expect(make().toJson(TYPE, message)).toEqual(SANITIZED);
  });

  it("also if its field has another name", () => {
    const renamed = older.replace(
      "map<string, string> secrets = 7;",
      "map<string, string> node_secrets = 7;",
    );
    expect(renamed).not.toBe(older);
    const other = decode(load(renamed), wire);
    expect(other).toHaveProperty("node_secrets");
    const { secrets: _, ...others } = SANITIZED;
    expect(createCsiSanitizer().toJson(TYPE, other)).toEqual(others);
    const united = createCsiSanitizer({ schemas: [parseText(7, true, renamed)] });
    expect(united.toJson(TYPE, other)).toEqual(SANITIZED);
  });
});

describe("an application whose csi.proto has fields that the bundled one lacks", () => {
  const definition = load(newer);
  const message = decode(definition, wire);

  it("has them in its messages", () => {
    expect(message).toMatchObject({ mount_id: "mount-1", mount_key: "hunter4" });
  });

  it("without its schema they are not printed", () => {
    expect(createCsiSanitizer().toJson(TYPE, message)).toEqual(SANITIZED);
  });

  it("nor with its package definition, where their options are lost", () => {
    expect(createCsiSanitizer({ schemas: [definition] }).toJson(TYPE, message)).toEqual(SANITIZED);
  });

  it.each(VERSIONS)(
    "with a Root of its csi.proto (protobufjs %i) they are, unless they are secret",
    (version) => {
      for (const keepCase of [true, false]) {
        const sanitizer = createCsiSanitizer({ schemas: [parseText(version, keepCase, newer), definition] });
        const expected = { ...SANITIZED, mount_id: "mount-1", mount_key: STRIPPED };
        expect(sanitizer.toJson(TYPE, message)).toEqual(expected);
      }
    },
  );
});

describe.each(VERSIONS)("messages of protobufjs %i that bring their own Type along", (version) => {
  const decoded = (text: string, keepCase: boolean): object =>
    parseText(version, keepCase, text).lookupType(TYPE).decode(wire);

  it("of an older csi.proto: fields that the bundled descriptors mark as secret are secret", () => {
    for (const keepCase of [true, false])
      expect(createCsiSanitizer().toJson(decoded(older, keepCase))).toEqual(SANITIZED);
  });

  it("of a newer one: their own options count, too", () => {
    for (const keepCase of [true, false]) {
      const expected = { ...SANITIZED, mount_id: "mount-1", mount_key: STRIPPED };
      expect(createCsiSanitizer().toJson(decoded(newer, keepCase))).toEqual(expected);
    }
  });
});

function withFields(text: string, ...fields: readonly string[]): string {
  return text.replace(/message NodePublishVolumeRequest \{/, (start) => [start, ...fields].join("\n"));
}

/** A package definition of the text of csi.proto, with the options that democratic-csi has. */
function load(text: string): PackageDefinition {
  const directory = mkdtempSync(join(tmpdir(), "csi-"));
  const file = join(directory, "csi.proto");
  writeFileSync(file, text);
  const definition = loadSync(file, { ...DEMOCRATIC_CSI, includeDirs: [...includeDirs] });
  rmSync(directory, { recursive: true });
  return definition;
}

function decode(definition: PackageDefinition, bytes: Uint8Array): object {
  const type = definition[TYPE];
  if (type === undefined || !("deserialize" in type) || typeof type.deserialize !== "function")
    throw new Error(`no type ${TYPE}`);
  return type.deserialize(Buffer.from(bytes));
}

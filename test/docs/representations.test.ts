import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createContext, runInContext } from "node:vm";
import { create, toBinary, toJson } from "@bufbuild/protobuf";
import { StringValueSchema } from "@bufbuild/protobuf/wkt";
import { loadSync, type MessageTypeDefinition } from "@grpc/proto-loader";
import wrappers from "google-protobuf/google/protobuf/wrappers_pb.js";
import protobuf from "protobufjs";
import { describe, expect, it } from "vitest";
import { createSanitizer } from "../../src/index.js";
import { file_acme_v1_login, LoginSchema } from "../gen/acme/v1/login_pb.js";
import { repository } from "../package/pack.js";

const page = readFileSync(join(repository, "docs/representations/index.md"), "utf8");
const section = page.slice(0, page.indexOf("Types that say their own"));
const rows = [...section.matchAll(/^\| (.+?) \| `(.+?)` \|$/gm)].map(([, have = "", call = ""]) => ({
  have,
  call,
}));

const fields = { user: "jane", password: "hunter2", pin: 1234, labels: { team: "storage" } };
const expected =
  '{"labels":{"team":"storage"},"password":"***stripped***","pin":"***stripped***","user":"jane"}';

const proto = join(repository, "proto/test/acme/v1/login.proto");
const root = protobuf.loadSync(proto);
const definition = loadSync(proto, {
  keepCase: true,
  longs: String,
  enums: String,
  defaults: true,
  oneofs: true,
});
const message = create(LoginSchema, fields);
const bytes = toBinary(LoginSchema, message);

/** Imitates a message of google-protobuf, which is read through its bytes: there is no generator for it here. */
class JspbLogin extends wrappers.StringValue {
  override serializeBinary(): Uint8Array {
    return bytes;
  }
}

// The .proto file declares a message of this name.
const login = definition["acme.v1.Login"] as MessageTypeDefinition<object, object>;

const scope = createContext({
  sanitizer: createSanitizer({
    schemas: [file_acme_v1_login, root],
    policy: { fields: ["acme.v1.Login.pin"] },
  }),
  message,
  reflected: root.lookupType("acme.v1.Login").decode(bytes),
  staticMessage: Object.assign(Object.create({ note: "" }), fields),
  loaded: login.deserialize(Buffer.from(bytes)),
  plain: { ...fields, note: "" },
  json: toJson(LoginSchema, message),
  jspb: new JspbLogin(),
  bytes,
});

describe("each row of the table of representations", () => {
  const sanitizer = createSanitizer({
    schemas: [file_acme_v1_login],
    policy: { fields: ["acme.v1.Login.pin"] },
  });

  it("is found", () => {
    expect(rows.length).toBe(11);
  });

  it.each(rows)("$have: $call", ({ call }) => {
    const result: unknown = runInContext(call, scope);
    if (result instanceof Uint8Array)
      expect(sanitizer.stringifyBinary("acme.v1.Login", result)).toBe(expected);
    else if (call.includes("redact")) expect(sanitizer.stringify(result)).toBe(expected);
    else expect(String(result)).toBe(expected);
  });
});

describe("a message of google-protobuf", () => {
  it("prints through its wire bytes", () => {
    const text = new wrappers.StringValue();
    text.setValue("open");
    const sanitizer = createSanitizer({ schemas: [StringValueSchema] });
    expect(sanitizer.stringify("google.protobuf.StringValue", text)).toBe('{"value":"open"}');
    expect(sanitizer.stringify(text)).toBe('"<<not a protobuf message>>"');
  });
});

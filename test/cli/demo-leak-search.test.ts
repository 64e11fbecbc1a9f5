import { inspect } from "node:util";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { findLeaks } from "../../src/demo/leak-search.js";
import type { DemoSecret } from "../../src/demo/secrets.js";

const value = `pa"ss\\word <&>%+/é🔑'end`;
const token = "eyJhbGciOiJub25lIn0.eyJzdWIiOiJhIn0.c2ln";
const password: DemoSecret = { name: "password", value, parts: [] };
const tokens: DemoSecret = { name: "tokens", value: JSON.stringify({ api: { token } }), parts: [token] };

const found = (log: string) =>
  findLeaks(Buffer.from(log), [password, tokens]).map(({ secret }) => secret.name);

describe("a secret is found", () => {
  const inJson = JSON.stringify(value);
  it.each([
    ["as it is", value],
    ["in JSON", inJson],
    ["in JSON in JSON", JSON.stringify(inJson)],
    ["in JSON in JSON in JSON", JSON.stringify(JSON.stringify(inJson))],
    [
      "in JSON as Go writes it",
      inJson.replace("<", "\\u003c").replace("&", "\\u0026").replace(">", "\\u003e"),
    ],
    ["in JSON of ASCII only", inJson.replace("é", "\\u00e9").replace("🔑", "\\ud83d\\udd11")],
    ["inspected", inspect({ value })],
    ["in hex", Buffer.from(value).toString("hex")],
    ["in upper-case hex", Buffer.from(value).toString("hex").toUpperCase()],
    ["in a path", encodeURI(value)],
    ["in a query", encodeURIComponent(value)],
    ["in a form", new URLSearchParams({ value }).toString()],
  ])("%s", (_, text) => {
    expect(found(`{"msg":"before"}\n{"msg":"${text}"}\n`)).toEqual(["password"]);
  });

  it.each(["base64", "base64url"] as const)("in %s of anything that contains it", (encoding) => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (before, after) => {
        expect(found(Buffer.from(before + value + after).toString(encoding))).toEqual(["password"]);
      }),
    );
  });

  it("if only a part of it is there", () => {
    expect(found(`mounting with ${token}`)).toEqual(["tokens"]);
  });
});

it("finds nothing in a log without secrets", () => {
  expect(found(`{"method":"NodePublishVolume","request":{"secrets":"***stripped***"}}\n`)).toEqual([]);
});

describe("the place of a secret", () => {
  const fieldsIn = (...entries: readonly unknown[]) => {
    const log = entries
      .map((entry) => (typeof entry === "string" ? entry : JSON.stringify(entry)))
      .join("\n");
    return findLeaks(Buffer.from(log), [password]);
  };

  it("is reported by method and field, once for all lines", () => {
    const entry = { method: "Stage", request: { secrets: { "a.b/c": value }, flags: ["ro", `p=${value}`] } };
    expect(fieldsIn(entry, { method: "Stage", request: {} }, entry)).toEqual([
      { secret: password, lines: 2, fields: [`Stage request.secrets["a.b/c"]`, "Stage request.flags[]"] },
    ]);
  });

  it("is reported without the secret if the secret is a key", () => {
    expect(fieldsIn({ method: "Stage", request: { [value]: "x" } })).toEqual([
      { secret: password, lines: 1, fields: ["Stage request (a key)"] },
    ]);
  });

  it("is open if the line is not JSON", () => {
    expect(fieldsIn(`failed: ${value}`)).toEqual([{ secret: password, lines: 1, fields: [] }]);
  });
});

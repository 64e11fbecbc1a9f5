import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { STRIPPED } from "../../src/index.js";
import { CollectedSecrets } from "../../src/scrub/collected-secrets.js";
import { seededRandom } from "../seeded-random.js";

const random = seededRandom("parts of secrets");

const scrub = (secret: string | Uint8Array, text: string): string =>
  new CollectedSecrets([secret]).scrub(text);
const jwt = (): string =>
  ["", "", ""]
    .map((_, index) => (index === 0 ? "eyJhbGciOiJSUzI1NiJ9" : random.bytes(60).toString("base64url")))
    .join(".");
const pemOf = (lines: readonly string[]): string =>
  `-----BEGIN PRIVATE KEY-----\n${lines.join("\n")}\n-----END PRIVATE KEY-----\n`;

describe("inside a secret value", () => {
  it("each service account token is secret, and neither audience nor time is", () => {
    const [first, second] = [jwt(), jwt()];
    const value = JSON.stringify({
      "https://vault.example": { token: first, expirationTimestamp: "2026-03-01T12:00:00Z" },
      "": { token: second, expirationTimestamp: "2026-03-01T12:00:00Z" },
    });
    expect(scrub(value, `login at https://vault.example with ${second}, until 2026-03-01T12:00:00Z`)).toBe(
      `login at https://vault.example with ${STRIPPED}, until 2026-03-01T12:00:00Z`,
    );
    expect(scrub(value, `{"tokens":${JSON.stringify(value)},"parsed":${value}}`)).not.toContain(
      first.slice(40, 60),
    );
    expect(scrub(value, Buffer.from(`token:${first}`).toString("base64"))).toBe(`dG9rZW46${STRIPPED}`);
  });

  it("payload and signature of a JSON Web Token are secret, its header is not", () => {
    const token = jwt();
    const [header, payload, signature] = token.split(".");
    expect(scrub(token, `${header} | ${payload} | ${signature}`)).toBe(
      `${header} | ${STRIPPED} | ${STRIPPED}`,
    );
    expect(scrub(`/mnt/${token}/data`, `Bearer ${token}`)).toBe(`Bearer ${STRIPPED}`);
  });

  it("is read once, however often a token seems to begin", () => {
    const value = "-eyJ".repeat(50_000);
    expect(scrub(value, "text")).toBe("text");
    expect(scrub(`${value}AAAA.BBBBBBBBBBBBBBBBBBBB.CCCC`, "a.BBBBBBBBBBBBBBBBBBBB.b")).toBe(
      `a.${STRIPPED}.b`,
    );
  });

  it("the secrets in a cloud's key file are secret, and addresses and names in it are not", () => {
    const privateKey = pemOf(Array.from({ length: 10 }, () => random.bytes(48).toString("base64")));
    const file = {
      type: "service_account",
      project_id: "shop-production",
      private_key_id: random.bytes(20).toString("hex"),
      private_key: privateKey,
      client_email: "driver@shop-production.iam.gserviceaccount.com",
      auth_uri: "https://accounts.google.com/o/oauth2/auth",
    };
    const text = `${file.client_email} of ${file.project_id} (${file.type}) at ${file.auth_uri}`;
    expect(scrub(JSON.stringify(file), text)).toBe(text);
    expect(scrub(JSON.stringify(file), privateKey.trim())).toBe(STRIPPED);
    expect(scrub(JSON.stringify(file), `key ${file.private_key_id}`)).toBe(`key ${STRIPPED}`);
  });

  it("the lines of a PEM file are secret one by one, and joined they are one", () => {
    const lines = Array.from({ length: 5 }, () => random.bytes(48).toString("base64"));
    const pem = pemOf(lines);
    expect(scrub(pem, `line 3: ${lines[2]}`)).toBe(`line 3: ${STRIPPED}`);
    expect(scrub(pem, lines.join(""))).toBe(STRIPPED);
    expect(scrub(pem, JSON.stringify({ pem }))).toBe(`{"pem":"${STRIPPED}"}`);
  });

  it("the password is secret in what programs of Samba take, and the user is not", () => {
    expect(scrub("SHOP/jane%Pa%55w0rd:x", "jane of SHOP: -U Pa%55w0rd:x, PaUw0rd:x")).toBe(
      `jane of SHOP: -U ${STRIPPED}, ${STRIPPED}`,
    );
  });

  it("the password of a URL is secret, as it stands there and decoded", () => {
    expect(scrub("postgres://jane:p%40ss-w0rd@db.example/x", "p%40ss-w0rd and p@ss-w0rd on db.example")).toBe(
      `${STRIPPED} and ${STRIPPED} on db.example`,
    );
  });

  it("a value without the white space around it, or without the scheme of a header, is secret", () => {
    expect(scrub("hunter2\n", "<hunter2>")).toBe(`<${STRIPPED}>`);
    expect(scrub("Bearer 0123abcdef", "<0123abcdef>")).toBe(`<${STRIPPED}>`);
  });
});

describe("values that are left alone", () => {
  it.each([
    "abc",
    "true",
    "False",
    "null",
    "none",
    "undefined",
    "default",
    "auto",
    "enabled",
    "disabled",
    "unknown",
    STRIPPED,
  ])("%s", (value) => {
    expect(scrub(value, `a ${value} b`)).toBe(`a ${value} b`);
    expect(new CollectedSecrets([value]).size).toBe(0);
  });
});

describe("values that are numbers", () => {
  it("are found in other numbers from six digits on; below, only by themselves", () => {
    expect(scrub("4711", "port 4711, pid 47110, 14711")).toBe(`port ${STRIPPED}, pid 47110, 14711`);
    expect(scrub("123456", "91234569")).toBe(`9${STRIPPED}9`);
  });

  it("leave JSON as JSON", () => {
    expect(scrub("123456", '{"pin":123456,"time":1712345678,"list":[123456]}')).toBe(
      `{"pin":"${STRIPPED}","time":"${STRIPPED}","list":["${STRIPPED}"]}`,
    );
  });
});

describe("a long value whose beginning alone is shown as a list", () => {
  const value = random.bytes(200).toString("base64url");

  it("is found in the output of util.inspect", () => {
    expect(scrub(value, inspect(Buffer.from(value)))).toBe(
      `<Buffer ${STRIPPED} ... ${value.length - 50} more bytes>`,
    );
    expect(scrub(value, inspect([...Buffer.from(value)], { breakLength: 1e6, compact: true }))).toBe(
      `[ ${STRIPPED}, ... ${value.length - 100} more items ]`,
    );
    expect(scrub(value, inspect([...Buffer.from(value)]))).not.toMatch(/\d\d, /);
  });
});

describe("bytes that are not text", () => {
  const bytes = Uint8Array.from([0xff, 0xfe, 200, 100, 0, 1, 2, 3]);

  it.each([
    Buffer.from(bytes).toString("base64"),
    Buffer.from(bytes).toString("hex"),
    JSON.stringify([...bytes]).slice(1, -1),
    Buffer.from(bytes).toString("latin1"),
  ])("are found as %j", (written) => {
    expect(scrub(bytes, `a ${written} b`)).toBe(`a ${STRIPPED} b`);
  });
});

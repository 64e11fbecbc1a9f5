import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { runs } from "../../runs.js";
import { scrubText } from "./scrub-text.js";

const MARKER = "***stripped***";
const OPTIONS = { keys: ["Authorization", "Cookie", "X-Api-Key", "passwört"] };

/** Values of headers: padded base64, cookies, parameters in quotation marks, words with colons. */
const VALUES = fc.oneof(
  fc
    .uint8Array({ minLength: 4, maxLength: 20 })
    .map((bytes) => `Basic ${Buffer.from(bytes).toString("base64")}`),
  fc.constantFrom("a=1; sid=SECRET", "SECRET", "one two:SECRET three=SECRET", "Bearer SECRET", "SECRET=="),
  fc.constantFrom('Digest username="SECRET", realm="SECRET, x", uri="/a"'),
);
const HEADER = fc.constantFrom("Authorization", "authorization", "AUTHORIZATION", "Cookie", "x-api-key");

/** How a header stands in a log. What stands behind it has to stay. */
const PLACES: Readonly<Record<string, (name: string, value: string) => string>> = {
  "a line": (name, value) => `GET / HTTP/1.1\n${name}: ${value}\nHost: open`,
  "a line of Windows": (name, value) => `GET / HTTP/1.1\r\n${name}: ${value}\r\nHost: open`,
  "curl -v": (name, value) => `> ${name}: ${value}\n> Host: open`,
  "an argument in single quotes": (name, value) => `curl -H '${name}: ${value}' https://open.example/`,
  "JSON with line ends": (name, value) =>
    JSON.stringify({ raw: `GET / HTTP/1.1\r\n${name}: ${value}\r\nHost: open\r\n\r\n`, a: "open" }),
  "JSON in JSON with line ends": (name, value) =>
    JSON.stringify({ msg: JSON.stringify({ raw: `${name}: ${value}\r\nHost: open\r\n` }), a: "open" }),
  JSON: (name, value) => JSON.stringify({ headers: { [name]: value, host: "open" } }),
  "JSON in JSON": (name, value) => JSON.stringify({ msg: JSON.stringify({ [name]: value, host: "open" }) }),
  "bytes of Python": (name, value) => `send: b'GET / HTTP/1.1\\r\\n${name}: ${value}\\r\\nHost: open\\r\\n'`,
};

describe.each(Object.entries(PLACES))("a header that the user names, in %s", (_name, print) => {
  it("loses its whole value, and nothing else", () => {
    fc.assert(
      fc.property(HEADER, VALUES, (name, value) => {
        const clean = print(name, MARKER);
        expect(scrubText(print(name, value), OPTIONS)).toBe(clean);
        expect(scrubText(clean, OPTIONS)).toBe(clean);
      }),
      { numRuns: runs(200) },
    );
  });
});

describe("values of keys", () => {
  it.each([
    ["map[Authorization:[Basic SECRET==] Host:[open]]", `map[Authorization:${MARKER} Host:[open]]`],
    ["headers={Authorization=[Basic SECRET], Host=open}", `headers={Authorization=${MARKER}, Host=open}`],
    ['"passw\\u00f6rt":"SECRET"', `"passw\\u00f6rt":"${MARKER}"`],
    ['{\\"passw\\\\u00F6rt\\":\\"SECRET\\"}', `{\\"passw\\\\u00F6rt\\":\\"${MARKER}\\"}`],
    ["passwört: SECRET", `passwört: ${MARKER}`],
    ["<Cookie>SECRET</Cookie><a>open</a>", `<Cookie>${MARKER}</Cookie><a>open</a>`],
    ['<add key="Cookie" value="SECRET" a="open"/>', `<add key="Cookie" value="${MARKER}" a="open"/>`],
    ["Cookie = SECRET SECRET", `Cookie = ${MARKER}`],
    ["https://host/open?cookie=SECRET&c=open", `https://host/open?cookie=${MARKER}&c=open`],
    [
      "mount -o a=open,cookie=SECRET,,SECRET,vers=3.0 //h/s",
      `mount -o a=open,cookie=${MARKER},vers=3.0 //h/s`,
    ],
    ["Cookie: \r\nHost: open", "Cookie: \r\nHost: open"],
    ["cookie=nil a=open", "cookie=nil a=open"],
    ['{"cookie":null,"a":"open"}', '{"cookie":null,"a":"open"}'],
    ["cookie=null-device a=open", `cookie=${MARKER} a=open`],
    ["set the cookie of jane to open", "set the cookie of jane to open"],
  ])("%s", (log, clean) => {
    expect(scrubText(log, OPTIONS)).toBe(clean);
    expect(scrubText(clean, OPTIONS)).toBe(clean);
  });
});

describe("credentials that are known by themselves", () => {
  it.each([
    ["Authorization: Basic cm9vdDpFWEFNUExFMQ==", `Authorization: Basic ${MARKER}`],
    ["login with Basic cm9vdDpFWEFNUExFMQ== failed", `login with Basic ${MARKER} failed`],
    ['{"authorization":"Bearer opaque"}', `{"authorization":"Bearer ${MARKER}"}`],
    ["Authorization:[Bearer s.abcDEF123] Host:[a]", `Authorization:[Bearer ${MARKER}] Host:[a]`],
    ["postgres://jane:S%40CRET@db:5432/x", `postgres://jane:${MARKER}@db:5432/x`],
    ["redis://:S/CRET@host:6379/0 open", `redis://:${MARKER}@host:6379/0 open`],
    ["mysql://user:SECRET@(host:3306)/db", `mysql://user:${MARKER}@(host:3306)/db`],
    ["dsn=root:S:CR@T@tcp(127.0.0.1:3306)/db", `dsn=root:${MARKER}@tcp(127.0.0.1:3306)/db`],
    [
      "Server=h;User Id=u;Password=SEC RET;Encrypt=true",
      `Server=h;User Id=u;Password=${MARKER};Encrypt=true`,
    ],
    [
      "AccountName=a;AccountKey=SECRET==;EndpointSuffix=b",
      `AccountName=a;AccountKey=${MARKER};EndpointSuffix=b`,
    ],
    ["host=h user=u password=SECRET dbname=d", `host=h user=u password=${MARKER} dbname=d`],
    ["https://a.blob/x?sv=1&sig=SECRET%3D&se=2", `https://a.blob/x?sv=1&sig=${MARKER}&se=2`],
    ['"mount_flags":["vers=3.0","password=SECRET"]', `"mount_flags":["vers=3.0","password=${MARKER}"]`],
    [
      "MountOptions: [vers=3.0 username=u password=SECRET]",
      `MountOptions: [vers=3.0 username=u password=${MARKER}]`,
    ],
    [
      "Parameters:map[server:a password:SECRET share:b]",
      `Parameters:map[server:a password:${MARKER} share:b]`,
    ],
  ])("%s", (log, clean) => {
    expect(scrubText(log)).toBe(clean);
    expect(scrubText(clean)).toBe(clean);
  });
});

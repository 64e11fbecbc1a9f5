import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { jwt } from "../../src/index.js";
import { charactersLookedAt } from "../secrets/documents/counted-characters.js";

const HEADER = "eyJhbGciOiJSUzI1NiIsImtpZCI6IkFCQyJ9";
const PAYLOAD =
  "eyJhdWQiOlsidmF1bHQiXSwiZXhwIjoxNzY3MjI1NjAwLCJzdWIiOiJzeXN0ZW06c2VydmljZWFjY291bnQ6bnM6c2EifQ";
const SIGNATURE = "dGhlLXNpZ25hdHVyZS1vZi1hLXNlcnZpY2UtYWNjb3VudC10b2tlbg";
const TOKEN = `${HEADER}.${PAYLOAD}.${SIGNATURE}`;

describe("a JSON Web Token is found", () => {
  it.each<[string, string]>([
    ["alone: a Kubernetes service account token", TOKEN],
    ["behind a scheme", `Bearer ${TOKEN}`],
    ["in a header", `authorization: Bearer ${TOKEN}\r\nhost: vault`],
    ["in a URL", `https://example.com/callback?id_token=${TOKEN}&state=1`],
    ["in a command line", `mount -t nfs -o token=${TOKEN},vers=4 server:/ /mnt`],
    [
      "in JSON, as the kubelet passes it",
      JSON.stringify({ vault: { token: TOKEN, expirationTimestamp: "" } }),
    ],
    ["in JSON in JSON", JSON.stringify(JSON.stringify({ token: TOKEN }))],
    ["directly behind other letters", `token${TOKEN}`],
    ["directly before other letters", `${TOKEN}token`],
    ["in a sentence", `The token was ${TOKEN}.`],
    ["behind something that only begins like one", `eyJ.${TOKEN}`],
    ["behind a header without anything", `${HEADER} ${TOKEN}`],
    ["in a later line", `first\n${TOKEN}\n`],
    ["without a signature: still a token to those who accept it", `${HEADER}.${PAYLOAD}.`],
    ["with a detached payload", `${HEADER}..${SIGNATURE}`],
    [
      "encrypted: five segments",
      "eyJhbGciOiJSU0EtT0FFUCIsImVuYyI6IkEyNTZHQ00ifQ.OKOawDo13gRp2ojaHV7LFpZcgV7T6DVZKTyKOMTYUmKoTCVJRgc.48V1_ALb6US04U3b.5eym8TW_c8SuK0ltJ3rpYIzOeDQz7TALvtu6UG9oMo4vpzs9tX_EFShS8iB7j6ji.XFBoMYUZodetZdvTiFvSkQ",
    ],
    [
      "encrypted with a direct key: the second segment is empty",
      "eyJhbGciOiJkaXIiLCJlbmMiOiJBMTI4R0NNIn0..48V1_ALb6US04U3b.5eym8TW_c8SuK0lt.XFBoMYUZodetZdvTiFvSkQ",
    ],
    // RFC 7515, appendix A.1.1: the header has a line break in it.
    [
      "the example of the RFC",
      "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ.dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk",
    ],
  ])("%s", (_, text) => {
    expect(jwt(text)).toBe(true);
  });

  // JSON may begin with white space behind the brace; the RFC asks for no normal form.
  it.each<[string, string]>([
    ["a space", '{ "alg": "RS256" }'],
    ["a line break", '{\n  "alg": "RS256"\n}'],
    ["a line break of Windows", '{\r\n  "alg": "RS256"\r\n}'],
    ["a tab", '{\t"alg": "RS256"}'],
  ])("with a header that goes on with %s", (_, header) => {
    expect(jwt(`${base64Url(header)}.${PAYLOAD}.${SIGNATURE}`)).toBe(true);
  });
});

describe("any token is found, wherever it stands in a text", () => {
  const text = fc.oneof(
    fc.string(),
    fc.string({ unit: fc.constantFrom("e", "y", "J", "eyJ", ".", "a", " ", '"', "=") }),
  );
  const segment = fc.stringMatching(/^[A-Za-z0-9_-]{1,60}$/);

  it("signed", () => {
    fc.assert(
      fc.property(
        text,
        header(),
        fc.jsonValue(),
        segment,
        text,
        (before, head, payload, signature, after) => {
          const token = `${base64Url(head)}.${base64Url(JSON.stringify(payload))}.${signature}`;
          expect(jwt(before + token + after)).toBe(true);
        },
      ),
    );
  });

  it("encrypted", () => {
    const key = fc.oneof(segment, fc.constant(""));
    fc.assert(
      fc.property(text, header(), key, fc.tuple(segment, segment, segment), text, (before, head, ...rest) => {
        const [encryptedKey, segments, after] = rest;
        const token = [base64Url(head), encryptedKey, ...segments].join(".");
        expect(jwt(before + token + after)).toBe(true);
      }),
    );
  });

  it("a text with one dot at most holds none", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom("eyJ", "a", "/", " ", "=", "_") }),
        text,
        (start, end) => {
          expect(jwt(start)).toBe(false);
          expect(jwt(`${start}.${end.replaceAll(".", "")}`)).toBe(false);
        },
      ),
    );
  });
});

describe("a text that is not a token is left alone", () => {
  it.each([
    "",
    "eyJ",
    "eyJ..",
    HEADER,
    `${HEADER}.${PAYLOAD}`,
    `${HEADER} . ${PAYLOAD} . ${SIGNATURE}`,
    "csi.storage.k8s.io/serviceAccount.tokens",
    "pvc-8f2c1d54-7b1e-4c1c-9a43-0d7f1f7c6f0e",
    "registry.k8s.io/sig-storage/csi-node-driver-registrar:v2.9.0",
    "eyjafjallajokull.vedur.is",
    "greyjay.example.org.",
    "system:serviceaccount:kube-system:default",
    "/var/lib/kubelet/pods/4c1c-9a43/volumes/kubernetes.io~csi/pv/mount",
    "backup.2024.01.01.tar.gz",
    "192.168.0.1",
    "SGVsbG8sIFdvcmxkISBUaGlzIGlzIGEgbG9uZyB0ZXh0IGluIGJhc2U2NC4=",
    base64Url(JSON.stringify({ not: "a token", but: "an object in base64url" })),
    "YWJj.ZGVm.Z2hp",
    "iqn.2001-04.com.example:storage.disk2.sys1.xyz",
  ])("%s", (text) => {
    expect(jwt(text)).toBe(false);
  });

  // Ordinary names in camel case, with the three letters in them by accident.
  it.each([
    "com.acme.KeyJsonSerializer.serialize.now",
    "surveyJsonPath.questions.first",
    "heyJudeRemastered.tar.gz",
    "theyJoinedUs.backup.db",
  ])("%s", (text) => {
    expect(jwt(text)).toBe(false);
  });
});

describe("hostile texts take linear time", () => {
  it.each<[string, string]>([
    ["starts without end", "eyJ"],
    ["starts and dots", "eyJ."],
    ["headers without a second dot", "eyJaaaaaaa.b "],
    ["one long segment", "e"],
    ["empty segments", "."],
    ["headers that are one too short", "eyJaaaaaa."],
  ])("%s", (_, unit) => {
    const [once = 0, eightTimes = 0] = [2_000, 16_000].map((count) => {
      const text = unit.repeat(count);
      return charactersLookedAt(() => expect(jwt(text)).toBe(false));
    });
    // 64 times as many if quadratic.
    expect(eightTimes).toBeLessThan(9 * once + 1000);
  });
});

/** The header of a token: a JSON object that names an algorithm and more. */
function header(): fc.Arbitrary<string> {
  const name = fc.constantFrom("alg", "typ", "kid", "enc", "cty", "x5t");
  const content = fc
    .dictionary(name, fc.string(), { minKeys: 1 })
    .map((members) => ({ ...members, alg: "RS256" }));
  const spaces = fc.constantFrom(undefined, 1, 2);
  return fc.tuple(content, spaces).map(([members, indent]) => {
    // White space directly behind the brace has tests of its own.
    return JSON.stringify(members, undefined, indent).replace(/^\{\s+/, "{");
  });
}

function base64Url(text: string): string {
  return Buffer.from(text, "utf8").toString("base64url");
}

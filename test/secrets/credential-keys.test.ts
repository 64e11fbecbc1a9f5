import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { nameEvidence, namesCredential } from "../../src/policy/credential-names.js";
import { runs } from "../runs.js";

/** Words that keys of secret documents have, those of credentials among them. */
const WORDS: readonly string[] = [
  ..."pass phrase code word passwd pwd pswd secret secrets credential creds token tokens jwt bearer chap auth oauth oauth2".split(
    " ",
  ),
  ..."authorization authorisation authentication cookie keytab kubeconfig otp totp pin cvv cvc mnemonic seed macaroon".split(
    " ",
  ),
  ..."sas dsn conn connection string pre signed url pem pfx p 12 pkcs key keys store ring csrf xsrf netrc docker".split(
    " ",
  ),
  ..."config json access refresh session id user api private account admin ssh signing encryption license handle".split(
    " ",
  ),
  ..."recovery backup verify confirm mfa factor security one time single use login sms device activation reset".split(
    " ",
  ),
  ..."client host db my node public page next path name timestamp expiration psk pw passwort sig signature 1".split(
    " ",
  ),
];

const joined: readonly ((words: readonly string[]) => string)[] = [
  (words) => words.join("_"),
  (words) => words.join("-").toUpperCase(),
  (words) => words.join("."),
  (words) => words.join(""),
  (words) => words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join(""),
];

const name = fc
  .tuple(fc.array(fc.constantFrom(...WORDS), { minLength: 1, maxLength: 4 }), fc.constantFrom(...joined))
  .map(([words, join]) => join(words));

describe("a key of a secret document", () => {
  it("names a credential whenever the same name speaks of one on a field, or names any kind of key", () => {
    fc.assert(
      fc.property(fc.oneof(name, fc.string()), (key) => {
        const evidence = nameEvidence(key);
        const speaks = evidence?.severity === "likely" || evidence?.code === "key";
        if (speaks) expect({ key, is: namesCredential(key) }).toEqual({ key, is: true });
      }),
      { numRuns: runs(2000) },
    );
  });

  it.each(["private", "client_pw", "wifiPsk", "PASSWORT", "sas.sig", "request-signature"])(
    "names a credential as only documents call it: %s",
    (key) => expect(namesCredential(key)).toBe(true),
  );

  it.each(["key", "some_key", "wifiKeys"])("names a credential if it is any kind of key: %s", (key) =>
    expect(namesCredential(key)).toBe(true),
  );

  it("is no name if it is longer than 128 characters", () => {
    const longest = `${"a".repeat(119)}_password`;
    expect([namesCredential(longest), namesCredential(`a${longest}`)]).toEqual([true, false]);
  });

  it.each(["https://vault.example.com", "expirationTimestamp", "volumeId", "secretName", "token_url"])(
    "names none: %s",
    (key) => expect(namesCredential(key)).toBe(false),
  );
});

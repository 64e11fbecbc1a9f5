import { describe, expect, it } from "vitest";
import { commentSuspicion } from "../../src/policy/comment-suspicion.js";
import { fieldShape } from "../plan/field-shape.js";

const NOTE = fieldShape({ name: "note", fullName: "acme.v1.Message.note", jsonName: "note" });

function words(text: string): readonly string[] {
  return text.split(" ");
}

describe("a comment", () => {
  const mention = (comment: string): string | undefined =>
    commentSuspicion(NOTE, comment, () => true)?.reason;

  it("makes a possible suspect, with words for it", () => {
    expect(commentSuspicion(NOTE, "An API key.", () => true)).toEqual({
      severity: "possible",
      code: "comment",
      reason: 'its comment speaks of "api key"',
    });
  });

  it.each([
    ...words("password passphrase passcode secret credential jwt cookie"),
    ...words("private access api secret signing encryption ssh").map((kind) => `${kind} key`),
    ...words("access auth authentication bearer refresh session account api security id sas").map(
      (kind) => `${kind} token`,
    ),
    ...words("recovery verification one-time backup").map((kind) => `${kind} code`),
  ])("speaks of a credential if it says %s, of one or of several", (credential) => {
    expect(mention(`Holds the ${credential} of the user`)).toBeDefined();
    expect(mention(`Holds ${credential}s`)).toBeDefined();
    expect(mention(`Holds re${credential}ed`)).toBeUndefined();
  });

  it.each([
    ["Holds the admin's password.", "password"],
    ["An access token.", "access token"],
    ["CHAP name", "chap"],
    ["The Secret Key of the account.", "secret"],
    ["A one-time code from the phone.", "one-time code"],
    ["Secrets: never log them.", "secrets"],
    ["For the Secrets Store CSI driver: the password of the vault.", "password"],
  ])("that speaks of a credential makes a possible suspect: %s", (comment, word) => {
    expect(mention(comment)).toBe(`its comment speaks of "${word}"`);
  });

  it.each([
    "A token to start the next page from, and the topology keys.",
    "Names the author.",
    "Version of the Secrets Store CSI Driver.",
    "Path that the secrets-store-csi-driver mounts (secrets-store.csi.k8s.io).",
    "As in AWS Secrets Manager or Google Secret Manager.",
    "Name of the credential provider, as in the kubelet's configuration.",
    "Sent to the Security Token Service.",
    "Set by the password manager, or a secrets operator.",
    "The region of the Secret Server Cloud.",
    "Answer to the Cookie Consent banner.",
  ])("that names a product is no evidence: %s", (comment) => {
    expect(mention(comment)).toBeUndefined();
  });

  it("takes time in proportion to its length", () => {
    const long = "secret-a.".repeat(20_000) + "access ".repeat(20_000);
    expect(mention(long)).toBeUndefined();
  });
});

import { createHash } from "node:crypto";

/** Secrets that look alike, as many as wanted: the same number gives the same secret. */
export interface LookAlikes {
  readonly name: string;
  make(number: number): string;
}

const base64url = (text: string | Buffer): string => Buffer.from(text).toString("base64url");
const digest = (number: number, length: number): string =>
  createHash("shake256", { outputLength: length })
    .update(String(number))
    .digest("base64url")
    .slice(0, length);
const uuid = (number: number): string =>
  createHash("md5")
    .update(String(number))
    .digest("hex")
    .replace(/(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");

/** A service account token of one cluster's issuer. @param signatureBytes 256 for RS256, 64 for ES256. */
function token(number: number, signatureBytes: number): string {
  const iat = 1_767_225_600 + (number >> 3);
  const payload = {
    aud: ["https://vault.example.com"],
    exp: iat + 3600,
    iat,
    iss: "https://kubernetes.default.svc.cluster.local",
    jti: uuid(number),
    "kubernetes.io": {
      namespace: "shop-production",
      pod: { name: `checkout-api-7d9f8b6c5-${digest(number, 5)}`, uid: uuid(number + 1e6) },
      serviceaccount: { name: "checkout-api", uid: uuid(-1) },
    },
    nbf: iat,
    sub: "system:serviceaccount:shop-production:checkout-api",
  };
  const header = { alg: signatureBytes === 256 ? "RS256" : "ES256", kid: digest(-1, 43) };
  return [
    base64url(JSON.stringify(header)),
    base64url(JSON.stringify(payload)),
    digest(number, Math.ceil((signatureBytes * 8) / 6)),
  ].join(".");
}

/** All kinds: they have a beginning, an end, a middle, or nearly everything in common. */
export const LOOK_ALIKES: readonly LookAlikes[] = [
  { name: "RS256 tokens of one issuer", make: (number) => token(number, 256) },
  { name: "ES256 tokens of one issuer", make: (number) => token(number, 64) },
  {
    name: "the kubelet's JSON with a token",
    make: (number) =>
      JSON.stringify({
        vault: { token: token(number, 256), expirationTimestamp: "2026-01-01T01:00:00Z" },
      }),
  },
  { name: "a common beginning", make: (number) => `${"kubernetes-csi-".repeat(20)}${digest(number, 12)}` },
  { name: "a common end", make: (number) => `${digest(number, 12)}${"-of-the-cluster".repeat(20)}` },
  {
    name: "a common middle",
    make: (number) => `${digest(number, 9)}${"/in-all-of-them".repeat(20)}${digest(~number, 9)}`,
  },
  {
    name: "a difference in the middle",
    make: (number) => `${"same before ".repeat(12)}${digest(number, 8)}${" and behind".repeat(12)}`,
  },
  { name: "a counter", make: (number) => `password-of-volume-${String(number).padStart(6, "0")}-x` },
  { name: "a common beginning without letters", make: (number) => `!"#$%&'()*+,/:;<=>?${digest(number, 6)}` },
  { name: "short ones", make: (number) => `key${number.toString(36).padStart(4, "0")}` },
  { name: "other letters", make: (number) => `${"пароль ".repeat(9)}${digest(number, 7)}` },
];

import { encodedForms } from "../../../src/demo/leak-search.js";
import { ENCODINGS } from "../../secrets/encodings.js";
import type { SeededRandom } from "../../seeded-random.js";
import type { Lines } from "./driver-log.js";

/** The secrets of one run, as texts. */
export type DriverSecrets = Readonly<Record<(typeof NAMES)[number], string>>;

/** What must not be in any line. Each is what a driver takes out of a message or its configuration at the end. */
const NAMES = [
  "configuredPassword",
  "configuredApiKey",
  "configuredKey",
  "apiPassword",
  "smbPassword",
  "chapUser",
  "chapPassword",
  "chapPasswordIn",
  "lateChapPassword",
  "cephKey",
  "cloudPassword",
  "objectKey",
  "metadataPassword",
  "pairKey",
  "accountKey",
  "registryPassword",
  "publishedKey",
  "bearer",
  "basicPassword",
  "headerKey",
  "contextToken",
  "contextTokenOfVault",
  "secretsToken",
] as const;

/** Makes the secrets of a run. */
export function makeDriverSecrets(random: SeededRandom): DriverSecrets {
  const text = (): string => random.bytes(9).toString("base64url");
  // The encoded forms of this one all differ.
  const special = (): string => `${text()}"\\ '<&>%+/é🔑${text()}`;
  return {
    configuredPassword: special(),
    configuredApiKey: `1-${random.bytes(24).toString("base64url")}`,
    configuredKey: pem(random),
    apiPassword: special(),
    smbPassword: `${text()}!$%&/(${text()}`,
    chapUser: `chap-${text()}`,
    chapPassword: special(),
    chapPasswordIn: text(),
    lateChapPassword: special(),
    cephKey: random.bytes(28).toString("base64"),
    cloudPassword: `${text()}+/${text()}`,
    objectKey: random.bytes(30).toString("base64"),
    metadataPassword: `${text()}%$${text()}`,
    pairKey: random.bytes(20).toString("hex"),
    accountKey: pem(random),
    registryPassword: text(),
    publishedKey: text(),
    bearer: random.bytes(24).toString("hex"),
    basicPassword: `${text()}é"${text()}`,
    headerKey: text(),
    contextToken: jsonWebToken("", random),
    contextTokenOfVault: jsonWebToken("vault", random),
    secretsToken: jsonWebToken("vault", random),
  };
}

function pem(random: SeededRandom): string {
  const lines = random.bytes(144).toString("base64").match(/.{1,64}/g) ?? [];
  return ["-----BEGIN PRIVATE KEY-----", ...lines, "-----END PRIVATE KEY-----"].join("\n");
}

/** A token as the API server makes them: those of one issuer look alike for most of their length. */
function jsonWebToken(audience: string, random: SeededRandom): string {
  const header = { alg: "RS256", kid: "0123456789abcdef0123456789abcdef" };
  const claims = {
    aud: [audience],
    iss: "https://kubernetes.default.svc.cluster.local",
    jti: random.bytes(16).toString("hex"),
    sub: "system:serviceaccount:shop:checkout",
  };
  const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString("base64url");
  return `${encode(header)}.${encode(claims)}.${random.bytes(128).toString("base64url")}`;
}

/** A form in which a secret may stand in a line. */
interface SoughtForm {
  readonly secret: string;
  readonly text: string;
}

/** Every form of every secret, and of the parts that are logged apart: payload and signature of tokens, lines of keys. */
export function soughtForms(secrets: DriverSecrets): readonly SoughtForm[] {
  return NAMES.flatMap((secret) => {
    const texts = partsOf(secrets[secret]).flatMap((part) => [
      ...encodedForms(part),
      ...ENCODINGS.flatMap(({ encode }) => encode(part) ?? []),
    ]);
    return [...new Set(texts)].map((text) => ({ secret, text }));
  });
}

function partsOf(secret: string): readonly string[] {
  if (secret.startsWith("eyJ")) return [secret, ...secret.split(".").slice(1)];
  if (!secret.startsWith("-----")) return [secret];
  return [secret, ...secret.split("\n").slice(1, -1)];
}

/** The names of the secrets that are in lines, with the place: `chapPassword in json, warn`. */
export function leaksIn(lines: Lines, forms: readonly SoughtForm[]): readonly string[] {
  const found = [...lines].flatMap(([place, text]) =>
    forms.flatMap(({ secret, text: form }) => (text.includes(form) ? `${secret} in ${place}` : [])),
  );
  return [...new Set(found)];
}

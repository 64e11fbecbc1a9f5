import { base64Core, ENCODINGS } from "../../secrets/encodings.js";
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
    // A doubled comma stands for one. The driver does not know that.
    smbPassword: `${letters(random)}&k=${letters(random)},,${letters(random)}`,
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

/** Letters that look like a word, so that only its key tells that it is secret. */
function letters(random: SeededRandom): string {
  return Array.from(random.bytes(10), (byte) => String.fromCharCode(97 + (byte % 26))).join("");
}

function pem(random: SeededRandom): string {
  const lines =
    random
      .bytes(144)
      .toString("base64")
      .match(/.{1,64}/g) ?? [];
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
  /** Such as `hex`, or `signature`. */
  readonly form: string;
  readonly text: string;
}

/** Every form of every secret, and of the parts that are logged apart: payload and signature of tokens, lines of keys. */
export function soughtForms(secrets: DriverSecrets): readonly SoughtForm[] {
  return NAMES.flatMap((secret) => {
    const whole = secrets[secret];
    const all = [...encoded("", whole), ...partsOf(whole).flatMap(([part, text]) => encoded(part, text))];
    return [...new Map(all.reverse())].map(([text, form]) => ({ secret, form, text }));
  });
}

/** Texts and the names of their forms, the simplest first. */
function encoded(part: string, text: string): readonly (readonly [string, string])[] {
  const named = (name: string): string => (part === "" ? name : `${part}, ${name}`);
  const inOthers = [0, 1, 2].map((offset) => base64Core(text, offset));
  return [
    ...ENCODINGS.map(({ name, encode }) => [encode(text) ?? text, named(name)] as const),
    ...inOthers.map((core) => [core, named("base64")] as const),
    ...inOthers.map((core) => [core.replaceAll("+", "-").replaceAll("/", "_"), named("base64url")] as const),
  ];
}

function partsOf(secret: string): readonly (readonly [string, string])[] {
  if (secret.startsWith("eyJ")) {
    const [, payload = "", signature = ""] = secret.split(".");
    return [
      ["payload", payload],
      ["signature", signature],
    ];
  }
  if (secret.includes(",,")) return secret.split(/,,|&k=/).map((text) => ["option", text]);
  if (!secret.startsWith("-----")) return [];
  const lines = secret.split("\n").slice(1, -1);
  return lines.map((line) => ["line", line]);
}

/** A secret that stands in lines. */
export interface FoundSecret {
  readonly secret: string;
  readonly form: string;
  /** Format and level. */
  readonly place: string;
}

/** The secrets that stand in lines, in any form. */
export function secretsIn(lines: Lines, forms: readonly SoughtForm[]): readonly FoundSecret[] {
  return [...lines].flatMap(([place, written]) =>
    forms.flatMap(({ secret, form, text }) => (written.includes(text) ? [{ secret, form, place }] : [])),
  );
}

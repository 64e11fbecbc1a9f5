import { randomBytes, randomUUID } from "node:crypto";

/** A value that must not be logged. */
export interface DemoSecret {
  /** Its name in the report. */
  readonly name: string;
  readonly value: string;
  /** Parts of the value that are secrets by themselves: each token of a set of tokens. */
  readonly parts: readonly string[];
}

/** All secrets of one run. */
export interface DemoSecrets {
  readonly provisionerUser: DemoSecret;
  readonly provisionerPassword: DemoSecret;
  readonly attachKey: DemoSecret;
  readonly chapUser: DemoSecret;
  readonly chapPassword: DemoSecret;
  readonly chapPasswordIn: DemoSecret;
  /** Made by the driver, in Volume.volume_context. */
  readonly volumeAccessKey: DemoSecret;
  /** Made by the driver, in publish_context. */
  readonly sessionKey: DemoSecret;
  /** A JSON Web Token in free text: a mount flag. */
  readonly mountToken: DemoSecret;
  readonly tokensInVolumeContext: DemoSecret;
  readonly tokensInSecrets: DemoSecret;
  readonly tokensOfFailingCall: DemoSecret;
}

/** Makes the secrets of one run: random ones, and service account tokens as the kubelet sends them. */
export function createDemoSecrets(): DemoSecrets {
  return {
    provisionerUser: secret("provisioner user", `admin-${randomText()}`),
    // Each encoded form of it differs: it has quotes, a backslash, characters that Go and URLs escape, and non-ASCII.
    provisionerPassword: secret("provisioner password", `${randomText()}"\\ <&>%+/é🔑${randomText()}`),
    attachKey: secret("attach key", randomBytes(32).toString("hex")),
    chapUser: secret("CHAP user", `chap-${randomText()}`),
    chapPassword: secret("CHAP password", `${randomText()}'&"`),
    chapPasswordIn: secret("CHAP password, mutual", randomText()),
    volumeAccessKey: secret("volume access key", randomBytes(24).toString("base64")),
    sessionKey: secret("session key", randomText()),
    mountToken: secret("token in a mount flag", jsonWebToken("storage.example")),
    tokensInVolumeContext: tokens("tokens in volume_context", ["", "vault.example"]),
    tokensInSecrets: tokens("tokens in secrets", ["", "vault.example"]),
    tokensOfFailingCall: tokens("tokens of the failing call", ["vault.example"]),
  };
}

function secret(name: string, value: string, parts: readonly string[] = []): DemoSecret {
  return { name, value, parts };
}

function randomText(): string {
  return randomBytes(18).toString("base64url");
}

/** The one string in which the kubelet sends a token per audience. */
function tokens(name: string, audiences: readonly string[]): DemoSecret {
  const expirationTimestamp = new Date(Date.now() + 3_600_000).toISOString();
  const parts = audiences.map(jsonWebToken);
  const byAudience = audiences.map((audience, i) => [audience, { token: parts[i], expirationTimestamp }]);
  return secret(name, JSON.stringify(Object.fromEntries(byAudience)), parts);
}

function jsonWebToken(audience: string): string {
  const now = Math.floor(Date.now() / 1000);
  const header = { alg: "RS256", kid: randomBytes(16).toString("base64url") };
  const claims = {
    aud: [audience],
    exp: now + 3600,
    iat: now,
    iss: "https://kubernetes.default.svc.cluster.local",
    jti: randomUUID(),
    sub: "system:serviceaccount:shop:checkout",
  };
  // Random bytes of the length of a signature.
  const signature = randomBytes(256).toString("base64url");
  return `${base64UrlJson(header)}.${base64UrlJson(claims)}.${signature}`;
}

function base64UrlJson(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString("base64url");
}

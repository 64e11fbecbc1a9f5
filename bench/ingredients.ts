import { createRandom, type Random } from "./random.js";

/** A pod, as far as the kubelet tells a driver about it. */
export interface Pod {
  readonly name: string;
  readonly namespace: string;
  readonly uid: string;
  readonly serviceAccount: string;
}

// The tokens' times are fixed: the corpus is the same on every day.
const ISSUED_AT = 1_767_225_600;
const EXPIRES_AT = ISSUED_AT + 3600;
const EXPIRATION_TIMESTAMP = "2026-01-01T01:00:00Z";
const AUDIENCES = ["https://vault.example.com", "sts.amazonaws.com"];
const SIGNATURE_BYTES = 256;

/**
 * Makes the values that messages are filled with, and remembers which of them are secret and which are open, so that
 * outputs can be checked. No value that is remembered holds a character that JSON escapes.
 */
export class Ingredients {
  readonly random: Random;
  readonly #secrets: string[] = [];
  readonly #open: string[] = [];

  constructor(seed: number) {
    this.random = createRandom(seed);
  }

  /** Every secret made so far. */
  get secrets(): readonly string[] {
    return this.#secrets;
  }

  /** Every open text made so far. */
  get openTexts(): readonly string[] {
    return this.#open;
  }

  /** A secret of `length` letters and digits. */
  password(length = 24): string {
    return this.#secret(this.random.text(length));
  }

  /** Remembers a text as open. */
  open(text: string): string {
    this.#open.push(text);
    return text;
  }

  /** A pod with names of usual lengths. */
  pod(): Pod {
    return {
      name: `checkout-api-${this.random.hex(10)}-${this.random.hex(5)}`,
      namespace: "shop-production",
      uid: this.random.uuid(),
      serviceAccount: "checkout-api",
    };
  }

  /** Service account tokens of a pod for two audiences, as the kubelet passes them: one string of JSON. */
  serviceAccountTokens(pod: Pod): string {
    const tokens = AUDIENCES.map((audience) => [
      audience,
      { token: this.#jwt(audience, pod), expirationTimestamp: EXPIRATION_TIMESTAMP },
    ]);
    return JSON.stringify(Object.fromEntries(tokens));
  }

  #jwt(audience: string, { name, namespace, uid, serviceAccount }: Pod): string {
    const header = { alg: "RS256", kid: this.random.text(43) };
    const payload = {
      aud: [audience],
      exp: EXPIRES_AT,
      iat: ISSUED_AT,
      iss: "https://kubernetes.default.svc",
      "kubernetes.io": {
        namespace,
        pod: { name, uid },
        serviceaccount: { name: serviceAccount, uid: this.random.uuid() },
      },
      nbf: ISSUED_AT,
      sub: `system:serviceaccount:${namespace}:${serviceAccount}`,
    };
    const signature = Buffer.from(Array.from({ length: SIGNATURE_BYTES }, () => this.random.below(256)));
    return this.#secret(
      [JSON.stringify(header), JSON.stringify(payload), signature]
        .map((part) => Buffer.from(part).toString("base64url"))
        .join("."),
    );
  }

  #secret(text: string): string {
    this.#secrets.push(text);
    return text;
  }
}

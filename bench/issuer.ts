import { createRandom, type Random } from "./random.js";

const CLUSTER = 1;
const SIGNATURE_BYTES = 256;
const ISSUED_AT = 1_767_225_600;
const LIFETIME = 3600;
const AUDIENCES = ["https://vault.example.com", "sts.amazonaws.com"];

/**
 * Makes service account tokens as the issuer of one cluster does. All of them have one header, issuer and kind of payload. Tokens
 * of one service account, node or moment have more in common. Only ids, names of pods and signatures are random.
 */
export class Issuer {
  readonly #random: Random;
  readonly #header: string;
  readonly #accounts: readonly { readonly name: string; readonly uid: string }[];
  readonly #nodes: readonly { readonly name: string; readonly uid: string }[];
  #made = 0;

  /** @param seed of the pods. Issuers with different seeds are one cluster's. */
  constructor(seed: number) {
    this.#random = createRandom(seed);
    const cluster = createRandom(CLUSTER);
    this.#header = encoded({ alg: "RS256", kid: cluster.text(43) });
    const named = (name: string): { name: string; uid: string } => ({ name, uid: cluster.uuid() });
    this.#accounts = ["checkout-api", "checkout-worker", "default"].map(named);
    this.#nodes = ["node-1", "node-2", "node-3"].map((name) => named(`${name}.internal`));
  }

  /** The tokens of another pod, one for each of two audiences, and the one string in which the kubelet passes them. */
  podTokens(): { readonly tokens: readonly string[]; readonly json: string } {
    const pod = { name: `checkout-api-7d9f8b6c5-${this.#random.hex(5)}`, uid: this.#random.uuid() };
    // Some pods start in the same second.
    const issuedAt = ISSUED_AT + (this.#made++ >> 3);
    const expirationTimestamp = new Date((issuedAt + LIFETIME) * 1000).toISOString().replace(".000", "");
    const tokens = AUDIENCES.map((audience) => this.#token(audience, pod, issuedAt));
    const json = AUDIENCES.map((audience, index) => [
      audience,
      { token: tokens[index], expirationTimestamp },
    ]);
    return { tokens, json: JSON.stringify(Object.fromEntries(json)) };
  }

  #token(audience: string, pod: object, issuedAt: number): string {
    const account = this.#accounts[this.#made % this.#accounts.length];
    const payload = {
      aud: [audience],
      exp: issuedAt + LIFETIME,
      iat: issuedAt,
      iss: "https://kubernetes.default.svc.cluster.local",
      jti: this.#random.uuid(),
      "kubernetes.io": {
        namespace: "shop-production",
        node: this.#nodes[this.#made % this.#nodes.length],
        pod,
        serviceaccount: account,
      },
      nbf: issuedAt,
      sub: `system:serviceaccount:shop-production:${account?.name}`,
    };
    const signature = Buffer.from(Array.from({ length: SIGNATURE_BYTES }, () => this.#random.below(256)));
    return `${this.#header}.${encoded(payload)}.${signature.toString("base64url")}`;
  }
}

function encoded(part: object): string {
  return Buffer.from(JSON.stringify(part)).toString("base64url");
}

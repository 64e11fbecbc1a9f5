import { inspect } from "node:util";
import { create, type DescMessage, type Message } from "@bufbuild/protobuf";
import { STRIPPED } from "protosanitizer";
import { createCsiSanitizer, csiRegistry, SERVICE_ACCOUNT_TOKENS_KEY } from "protosanitizer/csi";
import { Issuer } from "./issuer.js";
import type { EffectOperation } from "./operation.js";
import { createRandom } from "./random.js";

const PODS = 4;
const OTHER_PODS = 5;
// No other case uses these seeds. The same seed gives the same text.
const FIRST_PASSWORD = 1_000_000;

const sanitizer = createCsiSanitizer();
const type = csiRegistry.getMessage("csi.v1.NodePublishVolumeRequest") as DescMessage;

/** How many requests are live, in the cases about secrets that look alike. */
export const LIVE_REQUESTS = [10, 300, 3000] as const;

const TOKEN = "a token";
const OTHER_TOKEN = "another token";
/** What a line of 1 KiB holds. Base64 and lists of a token are longer than that. */
const CONTENTS: readonly (readonly [content: string, write: (token: string, other: string) => string])[] = [
  [TOKEN, (token) => token],
  [OTHER_TOKEN, (_token, other) => other],
  ["base64 of a token", (token) => Buffer.from(token).toString("base64")],
  ["hex of a token", (token) => Buffer.from(token).toString("hex")],
  ["bytes of a token", (token) => JSON.stringify([...Buffer.from(token)])],
  ["a buffer", (token) => inspect(Buffer.from(token))],
];

/** The case of a line with something, while so many requests are live. */
export function lookAlikeCase(content: string, requests: number): string {
  return `live.scrub(1 KiB with ${content}, ${requests} requests)`;
}

export const CALL_IN_FLOOD = "live.hold+scrub+drop, 3000 requests";

/** A request as the kubelet sends it: with a password, and tokens of the cluster's issuer. */
function request(issuer: Issuer, index: number): { readonly message: Message; readonly token: string } {
  const { tokens, json } = issuer.podTokens();
  const message = create(type, {
    volumeId: `vol-${index}`,
    targetPath: "/mnt/data",
    secrets: { password: createRandom(FIRST_PASSWORD + index).text(24) },
    volumeContext: { [SERVICE_ACCOUNT_TOKENS_KEY]: json },
  });
  return { message, token: tokens[1] ?? "" };
}

/** A line of 1 KiB, or as long as it has to be. */
function lineOf(content: string): string {
  const random = createRandom(3);
  let line = `mount failed: ${content}`;
  while (line.length < 1024) line += ` volume pvc-${random.uuid()} at /var/lib/kubelet/plugins`;
  return line.slice(0, Math.max(1024, 14 + content.length));
}

/** Holds so many requests. Returns the token of one in the middle. */
function holdRequests(issuer: Issuer, count: number): string {
  let middle = "";
  for (let index = 0; index < count; index++) {
    const { message, token } = request(issuer, index);
    sanitizer.live.hold(sanitizer.secretsOf(message));
    if (index === count >> 1) middle = token;
  }
  return middle;
}

/** What lines cost while many secrets of one issuer are live, and what a call costs among them. */
export const LOOK_ALIKES: readonly EffectOperation[] = [
  ...CONTENTS.flatMap(([content, write]) =>
    LIVE_REQUESTS.map(
      (count): EffectOperation => ({
        name: lookAlikeCase(content, count),
        output: "effect",
        prepare() {
          const token = holdRequests(new Issuer(PODS), count);
          const line = lineOf(write(token, new Issuer(OTHER_PODS).podTokens().tokens[1] ?? ""));
          const isFound = sanitizer.live.scrub(line).includes(STRIPPED);
          if (isFound !== (content !== OTHER_TOKEN)) throw new Error(`${content} was taken for another text`);
          return () => void sanitizer.live.scrub(line);
        },
      }),
    ),
  ),
  {
    name: CALL_IN_FLOOD,
    output: "effect",
    prepare() {
      const issuer = new Issuer(PODS);
      holdRequests(issuer, 3000);
      const calls = Array.from({ length: 1000 }, (_, index) => {
        const { message, token } = request(issuer, 5000 + index);
        return { scope: sanitizer.secretsOf(message), line: lineOf(token) };
      });
      let next = 0;
      return () => {
        const call = calls[next++ % calls.length];
        if (call === undefined) return;
        const release = sanitizer.live.hold(call.scope, { graceTime: 0 });
        sanitizer.live.scrub(call.line);
        release();
      };
    },
  },
];

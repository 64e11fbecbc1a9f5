import { create, type DescMessage, type Message } from "@bufbuild/protobuf";
import type { LiveSecrets, SecretScope } from "protosanitizer";
import { createCsiSanitizer, csiRegistry, SERVICE_ACCOUNT_TOKENS_KEY } from "protosanitizer/csi";
import { Ingredients } from "./ingredients.js";
import type { EffectOperation } from "./operation.js";

const CALLS = 40;
const sanitizer = createCsiSanitizer();
const type = csiRegistry.getMessage("csi.v1.NodePublishVolumeRequest") as DescMessage;

/** A request as `publish` has it, with five secrets: user, password, the tokens, and each of two tokens. */
function request(seed: number): Message {
  const ingredients = new Ingredients(seed);
  const secrets = { username: ingredients.password(12), password: ingredients.password() };
  const volumeContext = {
    "csi.storage.k8s.io/pod.name": `web-${seed}`,
    "csi.storage.k8s.io/pod.namespace": "shop-production",
    "csi.storage.k8s.io/ephemeral": "false",
    [SERVICE_ACCOUNT_TOKENS_KEY]: ingredients.serviceAccountTokens(ingredients.pod()),
  };
  return create(type, { volumeId: `vol-${seed}`, targetPath: "/mnt/data", secrets, volumeContext });
}

const requests: readonly Message[] = Array.from({ length: CALLS }, (_, index) => request(1000 + index));
const scopes: readonly SecretScope[] = requests.map((message) => sanitizer.secretsOf(message));

/** A log line of so many characters: sanitized requests, ids and paths. */
function lineOf(length: number): string {
  const ingredients = new Ingredients(5);
  let line = "";
  for (let index = 0; line.length < length; index++) {
    line += `${sanitizer.stringify(requests[index % CALLS])} ${ingredients.random.uuid()} ${ingredients.random.hex(64)} `;
  }
  return JSON.stringify({ msg: line }).slice(0, length);
}

const holdAll = (live: LiveSecrets): void => {
  for (const scope of scopes) live.hold(scope);
  if (live.size !== 5 * CALLS) throw new Error(`holds ${live.size} secrets, not ${5 * CALLS}`);
};

export const PICK_UP_AND_HOLD = "secretsOf+live.hold+release";
export const INDEX_AND_DROP = "live.hold+index+drop";
export const SCRUB_WITH_SECRETS = "live.scrub(10 KiB, 200 secrets)";
export const SCRUB_WITHOUT_SECRETS = "live.scrub(1 KiB, no secrets)";

/** What secrets in free text cost: measured on messages and lines of their own. */
export const SCRUBBING: readonly EffectOperation[] = [
  {
    name: PICK_UP_AND_HOLD,
    output: "effect",
    prepare() {
      let next = 0;
      return () => sanitizer.live.hold(sanitizer.secretsOf(requests[next++ % CALLS]), { graceTime: 0 })();
    },
  },
  {
    name: INDEX_AND_DROP,
    output: "effect",
    prepare() {
      let next = 0;
      return () => {
        const release = sanitizer.live.hold(scopes[next++ % CALLS] ?? failed(), { graceTime: 0 });
        // The first line after: short, so that it costs nothing itself.
        sanitizer.live.scrub("line");
        release();
      };
    },
  },
  {
    name: SCRUB_WITH_SECRETS,
    output: "effect",
    prepare() {
      holdAll(sanitizer.live);
      const line = lineOf(10 * 1024);
      if (sanitizer.live.scrub(line) !== line) throw new Error("the line holds a secret");
      return () => void sanitizer.live.scrub(line);
    },
  },
  {
    name: SCRUB_WITHOUT_SECRETS,
    output: "effect",
    prepare() {
      const line = lineOf(1024);
      return () => void sanitizer.live.scrub(line);
    },
  },
];

function failed(): never {
  throw new Error("no such call");
}

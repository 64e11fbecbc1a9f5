import type { PolicyState } from "./policy/policy-state.js";
import { readPolicyState } from "./policy/read-policy-state.js";

/** What a link to this page holds: types and rules, never a message. */
export interface LinkState {
  readonly proto: string;
  /** Full name of the chosen type. */
  readonly type: string;
  readonly format: "go" | "protojson";
  readonly policy: PolicyState;
}

const VERSION = "1.";
/** Characters of types in a link that is opened. */
const MAX_LENGTH = 2_000_000;

/** The fragment of a link. */
export async function fragmentOf({ proto, type, format, policy }: LinkState): Promise<string> {
  // Named one by one, so that nothing else can get into a link.
  const text = JSON.stringify({ proto, type, format, policy });
  const bytes = await piped(new TextEncoder().encode(text), new CompressionStream("deflate-raw"));
  const letters = Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
  return VERSION + btoa(letters).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

/** Reads the fragment of a link. Undefined if it is none. */
export async function readFragment(fragment: string): Promise<LinkState | undefined> {
  if (!fragment.startsWith(VERSION)) return undefined;
  try {
    const letters = atob(fragment.slice(VERSION.length).replaceAll("-", "+").replaceAll("_", "/"));
    const bytes = Uint8Array.from(letters, (letter) => letter.charCodeAt(0));
    const text = new TextDecoder().decode(await piped(bytes, new DecompressionStream("deflate-raw")));
    const given: unknown = JSON.parse(text);
    if (typeof given !== "object" || given === null) return undefined;
    const { proto, type, format, policy } = given as Partial<Record<keyof LinkState, unknown>>;
    if (typeof proto !== "string" || typeof type !== "string") return undefined;
    return { proto, type, format: format === "protojson" ? format : "go", policy: readPolicyState(policy) };
  } catch {
    return undefined;
  }
}

async function piped(
  bytes: Uint8Array<ArrayBuffer>,
  through: GenericTransformStream,
): Promise<Uint8Array<ArrayBuffer>> {
  const reader = new Blob([bytes]).stream().pipeThrough(through).getReader();
  const chunks: Uint8Array[] = [];
  let length = 0;
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    chunks.push(part.value);
    length += part.value.length;
    if (length > MAX_LENGTH) throw new Error("the link holds too much");
  }
  const whole = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}

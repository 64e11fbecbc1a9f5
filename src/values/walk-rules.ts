import type { LiveSecrets } from "../scrub/live.js";

/** What a walk does to the values that it meets. */
export interface WalkRules {
  /** What stands in place of a message. */
  replaceMessage(message: object): unknown;
  /** What stands in place of a string, of the name of a property, of the digits of a number. Default: they stay. */
  replaceText?(text: string): string;
  /** Bytes that hold one of these are replaced by the marker. */
  readonly live: LiveSecrets;
  /** Set if the value is for `util.inspect`, which looks where JSON does not. */
  readonly inspected?: InspectedRules;
}

/** Rules where every text is scrubbed, not only the finished line. */
export function scrubbingRules(
  { live }: { readonly live: LiveSecrets },
  replaceMessage: WalkRules["replaceMessage"],
): WalkRules {
  return { replaceMessage, replaceText: (text) => live.scrub(text), live };
}

/** What cannot be found out without Node. */
export interface InspectedRules {
  /** Whether `util.inspect` would look behind the value, at what a proxy stands for. */
  isProxy(value: object): boolean;
}

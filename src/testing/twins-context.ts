import type { DescMessage, Message } from "@bufbuild/protobuf";
import type fc from "fast-check";
import type { Secrecy } from "./secrecy.js";
import type { Twin } from "./twin.js";

/** Bounds and ingredients of generated messages. */
export interface TwinsContext {
  readonly secrecy: Secrecy;
  /** Most items of a list and entries of a map. */
  readonly maxItems: number;
  readonly unknownFields: boolean;
  /** Whether an Any may hold a message of a type that is not known. */
  readonly unknownTypes: boolean;
  /** Types that an Any may hold. */
  readonly anyTypes: readonly DescMessage[];
  /** The arbitraries that are built already, by type and depth. */
  readonly made: Map<DescMessage, Map<number, fc.Arbitrary<Twin<Message>>>>;
}

/** Generates twins of messages of any type. */
export type MessageTwins = (
  desc: DescMessage,
  depth: number,
  context: TwinsContext,
) => fc.Arbitrary<Twin<Message>>;

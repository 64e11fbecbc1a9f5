import type { CallLoggingOptions } from "../../../src/grpc/index.js";

/** What a stack is made with. */
export interface Given {
  readonly sanitizer: CallLoggingOptions["sanitizer"];
  readonly logger: CallLoggingOptions["logger"];
  /** Where to serve: `unix:` and a path. */
  readonly address: string;
}

/** A stack as a page of docs/frameworks/ shows it. It serves the Node service of CSI, and fails with an error that repeats the request. */
export interface Recipe {
  readonly name: string;
  serve(given: Given): Promise<{ stop(): unknown }>;
}

/** What a careless handler says when it fails. */
export function careless(secrets: Readonly<Record<string, string>>): string {
  return `mount -o password=${secrets["password"]}: exit status 32`;
}

/** The part of fast-redact that is used here; the package brings no types. */
declare module "fast-redact" {
  interface RedactOptions {
    readonly paths: readonly string[];
    readonly censor: string;
  }

  /** Makes a function that replaces what is at the paths, prints the object by `JSON.stringify`, and puts all back. */
  export default function fastRedact(options: RedactOptions): (value: object) => string;
}

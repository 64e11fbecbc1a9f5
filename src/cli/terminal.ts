import { styleText } from "node:util";
import type { OutputStream } from "./streams.js";

type Style = Parameters<typeof styleText>[0];

/** Colours a text for a stream: only for terminals, and not where NO_COLOR asks for none (https://no-color.org). */
export function colour(stream: OutputStream, style: Style, text: string): string {
  return showsColours(stream) ? styleText(style, text, { validateStream: false }) : text;
}

function showsColours(stream: OutputStream): boolean {
  return stream.isTTY === true && !process.env["NO_COLOR"] && process.env["TERM"] !== "dumb";
}

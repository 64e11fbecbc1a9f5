import type { TextWindow } from "./text-window.js";
import { END } from "./text-window.js";

// klog, JSON, ISO 8601 and Go's log, logfmt, syslog with and without a priority, and a date in brackets.
const RECORD_START =
  /^(?:[IWEFD]\d{4} |\{|\d{4}[-/]\d\d|(?:time|ts|level|msg)=|<\d|[A-Z][a-z]{2} [ \d]\d |\[\d{4})/;
const LONGEST_START = 8;

/**
 * Whether a log record starts at an offset, which is that of a line: then whatever was open on the line before was cut
 * off there. Known record formats only; anything else may be the next line of a secret, such as a private key.
 */
export function isRecordStart(window: TextWindow, start: number): boolean {
  let end = start;
  while (end < start + LONGEST_START && window.at(end) !== END) end++;
  return RECORD_START.test(window.text.slice(start, end));
}

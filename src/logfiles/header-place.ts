import type { NamePlace } from "./named-value.js";
import type { TextWindow } from "./text-window.js";

/** A name as HTTP writes headers: each word begins with a capital letter. Keys of YAML, flags and resources are in small letters. */
const HEADER_CASE = /^[A-Z\d][A-Za-z\d]*(?:-[A-Z\d][A-Za-z\d]*)+(?:-bin)?$/;
/** What stands before a header in the output of curl, and in the arguments of curl, grpcurl and others. */
const BEFORE_HEADER =
  /(?:(?:^|\n)[<>] |\[HTTP\/\d\] \[\d+\] \[|(?:^|[\s"'`,[(])(?:-H|--?[a-z-]*header)[\s"'`,=\\[]+|(?:headers?|metadata)\.)$/;
/** What begins a set of headers, in the output of any program. */
const HEADERS = /(?:headers?(?:map)?|internalRepr)["'\]\\]*(?:[:=(]|=>)*[\s\\n]*[\w.()[\]]*\s*[{[(]/gi;
/** How far before a name the set of headers may begin. */
const LOOKBEHIND = 512;

/** Whether a name stands where headers do, or is written as headers are. Other settings may have the same name. */
export function isPlaceOfHeader({ text }: TextWindow, { start, end }: NamePlace): boolean {
  if (HEADER_CASE.test(text.slice(start, end))) return true;
  const before = text.slice(Math.max(0, start - LOOKBEHIND), start);
  return BEFORE_HEADER.test(before.slice(-64)) || isAmongHeaders(before);
}

/** Whether a set of headers is open at the end of a text. */
function isAmongHeaders(before: string): boolean {
  const open = [...before.matchAll(HEADERS)].at(-1);
  if (open === undefined) return false;
  let depth = 1;
  for (const character of before.slice(open.index + open[0].length)) {
    if ("{[(".includes(character)) depth++;
    else if ("}])".includes(character) && --depth === 0) return false;
  }
  return true;
}

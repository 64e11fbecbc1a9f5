import type { JoinedLines } from "./joined-lines.js";
import { type RuntimeLine, TangledLines } from "./tangled-lines.js";

// containerd and CRI-O: `TIME stdout P part`, newline, `TIME stdout F rest`. More tags may follow, after colons.
const CRI_TIME = String.raw`\d{4}-\d\d-\d\dT[\d:.]{8,20}(?:Z|[+-]\d\d:?\d\d)`;
const CRI_HEAD = new RegExp(`^${CRI_TIME}$`);
const CRI_SEAM = new RegExp(String.raw`\r?\n${CRI_TIME} (stdout|stderr) ([PF])(?::[\w:]*)? `, "y");
const CRI_WHOLE_HEAD = new RegExp(String.raw`${CRI_TIME} (stdout|stderr) ([PF])(?::[\w:]*)? `, "y");
const LONGEST_CRI_SEAM = 100;
// Docker's JSON: the text of a whole line ends with an escaped newline.
const DOCKER_HEAD = '{"log":"';
const DOCKER_TAIL = '","stream":"std';
const DOCKER_SEAM =
  /","stream":"std(?:out|err)"(?:,"attrs":\{[^{}\n]*\})?,"time":"[^"\\\n]*"\}\r?\n\{"log":"/y;
const LONGEST_DOCKER_SEAM = 2048;
// 16 KiB, of which each byte may be escaped.
const LONGEST_DOCKER_LINE = 6 * 16 * 1024 + LONGEST_DOCKER_SEAM;

/** Where a part of a line ends, and the text up to the next part; or where more of the log is needed to tell. */
type Found =
  | { readonly kind: "seam"; readonly start: number; readonly end: number }
  | { readonly kind: "wait"; readonly start: number }
  | { readonly kind: "tangle"; readonly start: number; readonly stream: string };

/**
 * Joins the parts of lines that a container runtime cut: it cuts at 16 KiB, wherever that is. What stands between two parts
 * is taken out, as a seam, so that a secret on both sides is read as one text. Lines of the other stream between two parts
 * are moved, see {@link TangledLines}.
 */
export class PartialLines {
  /** The end of the log so far, if a seam or a part may begin in it. */
  #rest: Buffer = Buffer.alloc(0);
  /** The length of the log without seams, so far. */
  #length = 0;
  /** The stream of the part of a line in which the next text begins. */
  #part: string | undefined;
  /** Whether the next text begins with a line. */
  #isLineStart = true;
  /** Whether the log is one of Docker, once that is known. */
  #isDocker: boolean | undefined;
  /** The lines that the end of the log so far consists of, if lines stand between the parts of a line. */
  #tangle: TangledLines | undefined;

  /** Takes the next chunk; returns what can be read on. */
  push(chunk: Uint8Array): JoinedLines {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    return this.#join(this.#rest.length === 0 ? bytes : Buffer.concat([this.#rest, bytes]), false);
  }

  /** Returns what was held back, at the end of the log. */
  end(): JoinedLines {
    return this.#join(this.#rest, true);
  }

  #join(all: Buffer, isLast: boolean): JoinedLines {
    const pieces: JoinedLines[] = [];
    for (let bytes = all; ; bytes = this.#rest) {
      if (this.#tangle === undefined) {
        pieces.push(this.#joinNext(bytes, isLast));
        if (this.#tangle === undefined) return allOf(pieces);
      } else {
        const joined = this.#untangle(this.#tangle, bytes, isLast);
        if (joined === undefined) return allOf(pieces);
        pieces.push(joined);
      }
    }
  }

  /** The lines of a tangle, if it ends. */
  #untangle(tangle: TangledLines, bytes: Buffer, isLast: boolean): JoinedLines | undefined {
    const text = bytes.toString("latin1");
    const length = tangle.read(text, isLast);
    this.#rest = Buffer.from(bytes.subarray(length ?? 0));
    if (length === undefined) return undefined;
    this.#tangle = undefined;
    if (length === 0) return NOTHING;
    const joined = tangle.joined(text, this.#length);
    this.#length += joined.bytes.length;
    this.#isLineStart = true;
    return joined;
  }

  #joinNext(bytes: Buffer, isLast: boolean): JoinedLines {
    // A log of Docker begins with a line of it.
    this.#isDocker ??= startsDocker(bytes, isLast);
    if (this.#isDocker === undefined) {
      this.#rest = Buffer.from(bytes);
      return NOTHING;
    }
    const isPlain = this.#part === undefined && !this.#isDocker && !mayHavePart(bytes);
    // Most logs have no parts. They are passed on as they are.
    const { seams, end, tangled } = isPlain
      ? { seams: [], end: bytes.length, tangled: undefined }
      : this.#seams(bytes.toString("latin1"), isLast);
    if (tangled !== undefined)
      this.#tangle = new TangledLines(tangled, this.#isDocker ? dockerLine : criLine);
    const last = seams.at(-1);
    const lastSeamEnd = last === undefined ? 0 : last.start + last.text.length;
    const whole = isLast ? bytes.length : Math.max(lastSeamEnd, Math.min(end, this.#headStart(bytes)));
    const kept = tangled === undefined ? whole : end;
    this.#rest = Buffer.from(bytes.subarray(kept));
    if (kept > 0) this.#isLineStart = bytes[kept - 1] === 0x0a;
    const joined = seams.length === 0 ? bytes.subarray(0, kept) : without(bytes.subarray(0, kept), seams);
    const first = this.#length;
    this.#length += joined.length;
    let taken = 0;
    const placed = seams.map(({ start, text }) => {
      const offset = first + start - taken;
      taken += text.length;
      return { offset, text };
    });
    return { bytes: joined, seams: placed };
  }

  /** Where the last line begins, if it may be the head of a part that is not complete yet. */
  #headStart(bytes: Buffer): number {
    const newline = bytes.lastIndexOf(0x0a);
    if (newline === -1 && !this.#isLineStart) return bytes.length;
    const start = newline + 1;
    const first = bytes[start];
    const isDigit = first !== undefined && first >= 0x30 && first <= 0x39;
    if (!isDigit || bytes.length - start >= LONGEST_CRI_SEAM) return bytes.length;
    CRI_WHOLE_HEAD.lastIndex = 0;
    return CRI_WHOLE_HEAD.test(bytes.toString("latin1", start)) ? bytes.length : start;
  }

  /** The seams in a text, the offset up to which it was searched, and the stream of the line in which a tangle begins there. */
  #seams(text: string, isLast: boolean): FoundSeams {
    const seams: PlacedSeam[] = [];
    for (let at = 0; ; ) {
      const found = this.#isDocker ? nextDockerSeam(text, at, isLast) : this.#nextCriSeam(text, at);
      if (found === undefined) return { seams, end: text.length };
      if (found.kind === "seam") {
        seams.push({ start: found.start, text: text.slice(found.start, found.end) });
        at = found.end;
        continue;
      }
      if (found.kind === "wait") return { seams, end: isLast ? text.length : found.start };
      this.#part = undefined;
      return { seams, end: found.start, tangled: found.stream };
    }
  }

  #nextCriSeam(text: string, from: number): Found | undefined {
    for (let at = from; ; ) {
      if (this.#part === undefined) {
        const head = this.#nextPart(text, at);
        if (head === undefined) return undefined;
        this.#part = head.stream;
        at = head.end;
      }
      const newline = text.indexOf("\n", at);
      if (newline === -1) return text.endsWith("\r") ? { kind: "wait", start: text.length - 1 } : undefined;
      const start = newline > at && text[newline - 1] === "\r" ? newline - 1 : newline;
      CRI_SEAM.lastIndex = start;
      const match = CRI_SEAM.exec(text);
      if (match === null && text.length < start + LONGEST_CRI_SEAM && !text.includes("\n", newline + 1))
        return { kind: "wait", start };
      const isSeam = match?.[1] === this.#part;
      if (match !== null && !isSeam) return { kind: "tangle", start, stream: this.#part };
      if (!isSeam || match[2] !== "P") this.#part = undefined;
      if (isSeam) return { kind: "seam", start, end: CRI_SEAM.lastIndex };
      at = newline + 1;
    }
  }

  /** The next head of a part of a line, and where its text begins. */
  #nextPart(text: string, from: number): { readonly stream: string; readonly end: number } | undefined {
    const tag = / (stdout|stderr) P(?::[\w:]*)? /g;
    tag.lastIndex = Math.max(0, from - 1);
    for (let match = tag.exec(text); match !== null; match = tag.exec(text)) {
      const lineStart = text.lastIndexOf("\n", match.index) + 1;
      const isHead = (lineStart > 0 || this.#isLineStart) && match.index - lineStart < LONGEST_CRI_SEAM;
      if (isHead && CRI_HEAD.test(text.slice(lineStart, match.index)))
        return { stream: match[1] ?? "", end: tag.lastIndex };
      tag.lastIndex = match.index + 1;
    }
    return undefined;
  }
}

/** Whether a log begins with a line of Docker; undefined if more of the log has to be seen. */
function startsDocker(bytes: Buffer, isLast: boolean): boolean | undefined {
  const start = bytes.toString("latin1", 0, DOCKER_HEAD.length);
  if (start === DOCKER_HEAD) return true;
  return isLast || !DOCKER_HEAD.startsWith(start) ? false : undefined;
}

const CAPITAL_P = 0x50;

/** Whether `stdout P` or `stderr P` may be in a text. A search for the rare capital letter costs next to nothing. */
function mayHavePart(bytes: Buffer): boolean {
  for (let at = bytes.indexOf(CAPITAL_P); at !== -1; at = bytes.indexOf(CAPITAL_P, at + 1)) {
    const before = bytes[at - 2];
    if (bytes[at - 1] === 0x20 && (before === 0x74 || before === 0x72)) return true;
  }
  return false;
}

const NOTHING: JoinedLines = { bytes: Buffer.alloc(0), seams: [] };

/** Pieces of a log that follow each other. */
function allOf(pieces: readonly JoinedLines[]): JoinedLines {
  const [first = NOTHING] = pieces;
  if (pieces.length <= 1) return first;
  return {
    bytes: Buffer.concat(pieces.map(({ bytes }) => bytes)),
    seams: pieces.flatMap(({ seams }) => seams),
  };
}

interface FoundSeams {
  readonly seams: readonly PlacedSeam[];
  readonly end: number;
  readonly tangled?: string | undefined;
}

interface PlacedSeam {
  /** An offset in the text with seams. */
  readonly start: number;
  readonly text: string;
}

function nextDockerSeam(text: string, from: number, isLast: boolean): Found | undefined {
  let decided = from;
  for (let at = text.indexOf(DOCKER_TAIL, from); at !== -1; at = text.indexOf(DOCKER_TAIL, decided)) {
    decided = at + 1;
    if (endsWithNewline(text, at)) continue;
    DOCKER_SEAM.lastIndex = at;
    if (DOCKER_SEAM.test(text)) {
      const end = DOCKER_SEAM.lastIndex;
      const next = text.indexOf("\n", end);
      if (next === -1 && !isLast && text.length < end + LONGEST_DOCKER_LINE)
        return { kind: "wait", start: at };
      const stream = streamAt(text, at);
      const other = dockerLine(text, end - DOCKER_HEAD.length, next === -1 ? text.length : next)?.stream;
      return other === undefined || other === stream
        ? { kind: "seam", start: at, end }
        : { kind: "tangle", start: at, stream };
    }
    const newline = text.indexOf("\n", at);
    const isOpen = newline === -1 || text.length < newline + 1 + DOCKER_HEAD.length;
    if (isOpen && text.length < at + LONGEST_DOCKER_SEAM) return { kind: "wait", start: at };
  }
  // The end of the line may be on its way.
  const last = text.lastIndexOf("\n") + 1;
  return { kind: "wait", start: Math.max(decided, last, text.length - DOCKER_TAIL.length - LONGEST_ESCAPE) };
}

const LONGEST_ESCAPE = 16;

/** The stream that a line of Docker names behind its text. */
function streamAt(text: string, tail: number): string {
  const start = tail + DOCKER_TAIL.length - "std".length;
  return text.slice(start, start + "stdout".length);
}

function dockerLine(text: string, start: number, newline: number): RuntimeLine | undefined {
  const contentEnd = start + text.slice(start, newline).lastIndexOf(DOCKER_TAIL);
  const contentStart = start + DOCKER_HEAD.length;
  if (contentEnd < contentStart || !text.startsWith(DOCKER_HEAD, start)) return undefined;
  const stream = streamAt(text, contentEnd);
  return { stream, contentStart, contentEnd, isPart: !endsWithNewline(text, contentEnd) };
}

function criLine(text: string, start: number, newline: number): RuntimeLine | undefined {
  CRI_WHOLE_HEAD.lastIndex = start;
  const [, stream, tag] = CRI_WHOLE_HEAD.exec(text) ?? [];
  const contentStart = CRI_WHOLE_HEAD.lastIndex;
  if (stream === undefined || contentStart > newline) return undefined;
  const contentEnd = newline > contentStart && text[newline - 1] === "\r" ? newline - 1 : newline;
  return { stream, contentStart, contentEnd, isPart: tag === "P" };
}

/** Whether the text before an offset ends with an escaped newline, and no escaped backslash before an `n`. */
function endsWithNewline(text: string, end: number): boolean {
  if (text[end - 1] !== "n") return false;
  let at = end - 1;
  while (at > end - LONGEST_ESCAPE && text[at - 1] === "\\") at--;
  return (end - 1 - at) % 2 === 1;
}

function without(bytes: Buffer, seams: readonly PlacedSeam[]): Buffer {
  let from = 0;
  const parts: Buffer[] = [];
  for (const { start, text } of seams) {
    parts.push(bytes.subarray(from, start));
    from = start + text.length;
  }
  return Buffer.concat([...parts, bytes.subarray(from)]);
}

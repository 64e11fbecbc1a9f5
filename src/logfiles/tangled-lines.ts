import { END_OF_TANGLE, type JoinedLines, type Seam } from "./joined-lines.js";

// A container runtime writes at most 16 KiB of a line in one part.
const MOST_HELD = 256 * 1024;
/** What a line of a container runtime consists of. */
export interface RuntimeLine {
  readonly stream: string;
  /** Where its content begins and ends, in the text that it stands in. */
  readonly contentStart: number;
  readonly contentEnd: number;
  /** Whether the rest of the content stands in another line. */
  readonly isPart: boolean;
}

/** Reads the line that begins at an offset, given the offset of its newline; undefined if it is none of a runtime. */
export type LineReader = (text: string, start: number, newline: number) => RuntimeLine | undefined;

/** A line of a container runtime, in a text: its head, its content, its line end. */
interface Line {
  readonly start: number;
  readonly contentStart: number;
  readonly contentEnd: number;
  readonly end: number;
  /** Its place among the lines of the tangle. */
  readonly order: number;
}

/**
 * Lines of several streams between the parts of a line. They are moved, so that the parts of each line follow each other.
 * Seams say where each line stood. Holds a quarter of a megabyte at most; beyond that, lines are no longer joined.
 */
export class TangledLines {
  /** The parts of each line, in the order of their first parts. */
  readonly #chains: Line[][] = [];
  /** The lines of which parts are missing, by their stream. */
  readonly #open = new Map<string, Line[]>();
  #order = 0;
  /** Up to here, lines were read. */
  #read = 0;
  /** Up to here, no line ends. */
  #searched = 0;

  readonly #readLine: LineReader;

  /** @param stream the stream of the line whose last part ends where the text begins: with what follows its content. */
  constructor(stream: string, readLine: LineReader) {
    this.#open.set(stream, []);
    this.#readLine = readLine;
  }

  /**
   * Reads lines of a text, which has all that was read before. Returns the length of the tangle, once it ends: each line is
   * whole, or it is too long. Undefined if it goes on.
   */
  read(text: string, isLast: boolean): number | undefined {
    while (this.#open.size > 0 && this.#read < MOST_HELD) {
      const newline = text.indexOf("\n", this.#searched);
      if (newline === -1) {
        this.#searched = text.length;
        if (text.length >= MOST_HELD) return this.#read;
        if (!isLast) return undefined;
        if (this.#read < text.length) this.#add(text, text.length, text.length);
        return text.length;
      }
      this.#add(text, newline, newline + 1);
      this.#searched = this.#read;
    }
    return this.#read;
  }

  #add(text: string, newline: number, end: number): void {
    const start = this.#read;
    this.#read = end;
    const isFirst = this.#order === 0;
    const [first] = this.#open.keys();
    const found = isFirst ? undefined : this.#readLine(text, start, newline);
    const stream = isFirst ? first : found?.stream;
    const { contentStart, contentEnd } = found ?? {
      contentStart: start,
      contentEnd: isFirst ? start : newline,
    };
    const line = { start, contentStart, contentEnd, end, order: this.#order++ };
    const chain = stream === undefined ? undefined : this.#open.get(stream);
    if (chain === undefined || isFirst) this.#chains.push(chain ?? []);
    const parts = chain ?? this.#chains.at(-1) ?? [];
    parts.push(line);
    if (stream === undefined || isFirst) return;
    if (found?.isPart) this.#open.set(stream, parts);
    else this.#open.delete(stream);
  }

  /**
   * The lines that were read, moved.
   *
   * @param offset where they begin in the log without seams.
   */
  joined(text: string, offset: number): JoinedLines {
    const seams: Seam[] = [];
    const pieces: string[] = [];
    let length = 0;
    const add = (start: number, end: number): void => {
      pieces.push(text.slice(start, end));
      length += end - start;
    };
    for (const chain of this.#chains) {
      let lineEnd = "";
      for (const [index, line] of chain.entries()) {
        const isJoined = index > 0;
        const head = isJoined ? text.slice(line.start, line.contentStart) : "";
        seams.push({ offset: offset + length, text: lineEnd, order: line.order, behind: head });
        add(isJoined ? line.contentStart : line.start, line.contentEnd);
        lineEnd = text.slice(line.contentEnd, line.end);
        if (index === chain.length - 1) add(line.contentEnd, line.end);
      }
    }
    seams.push({ offset: offset + length, text: "", order: END_OF_TANGLE });
    return { bytes: Buffer.from(pieces.join(""), "latin1"), seams };
  }
}

import { STRIPPED } from "../marker.js";
import type { RadarLog, SentText } from "./radar-log.js";

/** The end of an open line that is searched together with what comes next. */
const LONGEST_TAIL = 4096;

/** What is sent to one output, piece by piece. A secret may begin in one piece and end in the next. */
export class OutputText {
  readonly #log: RadarLog;
  /** The last line so far, if it has no end yet. */
  #tail = "";

  constructor(log: RadarLog) {
    this.#log = log;
  }

  /**
   * Reports the secrets in the next piece.
   *
   * @returns the piece without them.
   */
  search(sent: SentText): string {
    const { text } = sent;
    if (!this.#log.isWatching) {
      this.#remember(text);
      return text;
    }
    const scrubbed = this.#log.search(sent);
    const isSplit =
      this.#tail !== "" && this.#log.searchBorder(sent, this.#tail, text.slice(0, LONGEST_TAIL));
    this.#remember(text);
    return isSplit ? STRIPPED + (/\n$/.exec(text)?.[0] ?? "") : scrubbed;
  }

  #remember(text: string): void {
    const line = text.slice(text.lastIndexOf("\n") + 1);
    const isLonger = line.length < text.length;
    this.#tail = (isLonger ? line : this.#tail + line).slice(-LONGEST_TAIL);
  }
}

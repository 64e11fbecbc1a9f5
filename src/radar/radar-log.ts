import { STRIPPED } from "../marker.js";
import type { CallerFrame, Finding, FindingListener, Hit } from "../scrub/findings/finding.js";
import { FindingLog } from "../scrub/findings/finding-log.js";
import { locatedHits } from "../scrub/findings/sink-finder.js";
import type { KnownValues } from "./known-values.js";
import type { Hop, RecordWriter, Relayed } from "./radar-record.js";
import type { RunSettings } from "./run-settings.js";
import { sourceLine } from "./source-line.js";

/** A text that leaves a thread. */
export interface SentText {
  readonly text: string;
  /** Where it goes, as findings name it. */
  readonly sink: string;
  readonly place?: string | undefined;
  /** Default: the caller. */
  readonly frame?: CallerFrame | undefined;
  /** Whether it is out, unless another process of the run decides that: see {@link Hop}. */
  readonly isOut: boolean;
  /** Whose text it is, if it was passed on. Default: anybody's, if no code of the program is on the stack. */
  readonly relayOf?: Relayed | false;
}

/** The findings of a thread, and the search for them in what it sends. */
export class RadarLog {
  readonly #known: KnownValues;
  readonly #records: RecordWriter;
  readonly #root: string;
  /** One for each kind of hop, because equal findings are counted together. */
  readonly #logs = new Map<string, FindingLog>();

  /** Whether secrets are replaced in what the thread prints. */
  readonly scrubs: boolean;

  constructor(
    known: KnownValues,
    records: RecordWriter,
    { root, scrubs }: Pick<RunSettings, "root" | "scrubs">,
  ) {
    this.#known = known;
    this.#records = records;
    this.#root = root;
    this.scrubs = scrubs;
  }

  #series = 0;
  #isEnding = false;

  /** A listener for what this library finds by itself, in its loggers and elsewhere. Each has counts of its own. */
  listener(): FindingListener {
    const series = ++this.#series;
    return (finding) => this.#write({ isOut: true, relayOf: false, isReplaced: true }, finding, series);
  }

  /**
   * Reports the secrets in a text. Never throws.
   *
   * @returns the text without them.
   */
  search(sent: SentText): string {
    try {
      if (this.#known.size === 0) return sent.text;
      const scrubbed = this.#known.scrub(sent.text);
      if (scrubbed !== sent.text) this.#report(sent, scrubbed);
      return scrubbed;
    } catch {
      // The stack ended. A test must not fail for that, and nothing must be printed that was not searched.
      return this.scrubs ? STRIPPED : sent.text;
    }
  }

  /**
   * Reports the secrets that begin in one piece of a text and end in the next.
   *
   * @returns whether there are any.
   */
  searchBorder(sent: SentText, before: string, after: string): boolean {
    try {
      const both = this.#known.scrub(before + after);
      if (both === this.#known.scrub(before) + this.#known.scrub(after)) return false;
      const apart = [...this.#known.hits(before), ...this.#known.hits(after)].map(hitKey);
      const isNew = (hit: Hit): boolean => {
        const index = apart.indexOf(hitKey(hit));
        if (index !== -1) apart.splice(index, 1);
        return index === -1;
      };
      this.#report({ ...sent, text: before + after }, both, isNew);
      return true;
    } catch {
      return false;
    }
  }

  /** Whether any secret is known. */
  get isWatching(): boolean {
    return this.#known.size > 0;
  }

  /** Writes all counts, from now on at once: no timer fires any more. */
  end(): void {
    this.#isEnding = true;
    this.#flush();
  }

  #flush(): void {
    for (const log of this.#logs.values()) log.flush();
  }

  #report(sent: SentText, scrubbed: string, isNew: (hit: Hit) => boolean = () => true): void {
    const { text, sink, place, frame, isOut, relayOf } = sent;
    const { hits, ...where } = locatedHits(this.#known, text, scrubbed, sink, place, frame);
    const hop: Hop = {
      isOut,
      relayOf: relayOf ?? (isOfPrinter(where.frame) ? "anybody" : false),
      isReplaced: false,
    };
    const log = this.#logOf(hop);
    for (const hit of hits.filter(isNew)) log.add({ ...hit, ...where });
    if (this.#isEnding) this.#flush();
  }

  #logOf(hop: Hop): FindingLog {
    const name = `${hop.isOut} ${hop.relayOf}`;
    let log = this.#logs.get(name);
    if (log === undefined) {
      const series = ++this.#series;
      log = new FindingLog((finding) => this.#write(hop, finding, series));
      this.#logs.set(name, log);
    }
    return log;
  }

  #write(hop: Hop, finding: Finding, series: number): void {
    const { frame } = finding;
    const source = frame && sourceLine(frame, this.#root, (text) => this.#known.scrub(text));
    this.#records.write({ kind: "found", ...hop, series, finding, source });
  }
}

function hitKey({ source, field, key, header, detector, method }: Hit): string {
  return JSON.stringify([source, field, key, header, detector, method]);
}

/** Programs that print what others have written: test runners, and what formats logs. */
const PRINTER =
  /[\\/]node_modules[\\/](?:vitest|@vitest|tinypool|jest|jest-[\w-]+|@jest|mocha|workerpool|pino-pretty|npm|concurrently)[\\/]/;

/** Whether only the runtime, or such a program, is on a stack. Other packages count as part of the program. */
export function isOfPrinter(frame: CallerFrame | undefined): boolean {
  return frame === undefined || PRINTER.test(frame.file);
}

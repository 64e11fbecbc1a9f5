import { type Finding, type FindingListener, type FindingSource, UNKNOWN_HIT } from "./finding.js";

/** So many findings are told apart. All others are counted together. */
const MOST_FINDINGS = 1000;
/** Milliseconds until a listener hears of a count that has grown. */
const COUNT_TIME = 1000;

/** A finding before it has a count. */
export type Sighting = Omit<Finding, "id" | "origin" | "count" | "time">;

/** The findings of one listener. It hears of each new one at once, and of counts that have grown once a second at most. */
export class FindingLog {
  readonly #listener: FindingListener;
  readonly #findings = new Map<string, Finding>();
  /** Those whose count has grown. */
  readonly #grown = new Set<string>();
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(listener: FindingListener) {
    this.#listener = listener;
  }

  add(sighting: Sighting): void {
    const known = this.#grow(idOf(sighting));
    if (known) return;
    if (this.#findings.size < MOST_FINDINGS) this.#begin(sighting);
    else if (!this.#grow(idOf(MORE))) this.#begin(MORE);
  }

  /** Reports all counts that have grown. */
  flush(): void {
    if (this.#timer !== undefined) clearTimeout(this.#timer);
    this.#timer = undefined;
    const grown = [...this.#grown];
    this.#grown.clear();
    for (const id of grown) this.#report(id);
  }

  #begin(sighting: Sighting): void {
    const id = idOf(sighting);
    this.#findings.set(id, { id, ...sighting, origin: originOf(sighting), count: 1, time: Date.now() });
    this.#report(id);
  }

  #grow(id: string): boolean {
    const finding = this.#findings.get(id);
    if (finding === undefined) return false;
    this.#findings.set(id, { ...finding, count: finding.count + 1 });
    this.#grown.add(id);
    if (this.#timer === undefined) {
      // In browsers a timer is a number. It must not keep the process alive.
      const timer: { unref?(): unknown } | number = setTimeout(() => this.flush(), COUNT_TIME);
      if (typeof timer === "object") timer.unref?.();
      this.#timer = timer as ReturnType<typeof setTimeout>; // as it was made
    }
    return true;
  }

  #report(id: string): void {
    const finding = this.#findings.get(id);
    if (finding === undefined) return;
    try {
      const result: unknown = this.#listener(Object.freeze(finding));
      // A rejected promise without a handler would end the process.
      if (result instanceof Promise) result.catch(() => undefined);
    } catch {
      // A listener that fails must not fail the logger.
    }
  }
}

const MORE: Sighting = {
  ...UNKNOWN_HIT,
  source: "more",
  form: "various",
  sink: "various",
  place: undefined,
  frame: undefined,
};

function idOf(sighting: Sighting): string {
  const {
    source,
    field,
    key,
    header,
    detector,
    class: className,
    method,
    form,
    sink,
    place,
    frame,
  } = sighting;
  const { file, line, column, function: name } = frame ?? {};
  return JSON.stringify(
    [
      source,
      field,
      key,
      header,
      detector,
      className,
      method,
      form,
      sink,
      place,
      file,
      line,
      column,
      name,
    ].map((part) => part ?? null),
  );
}

function originOf({ source, field, key, header, detector }: Sighting): string {
  const origins: Readonly<Record<FindingSource, string>> = {
    field: key === undefined ? `${field}` : `${field}[${JSON.stringify(key)}]`,
    metadata: `${header} of metadata`,
    program: "held by the program",
    detector: `found by the detector ${detector}`,
    unknown: "not known",
    more: "more findings",
  };
  return origins[source];
}

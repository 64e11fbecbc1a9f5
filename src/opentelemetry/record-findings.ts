import { type Meter, metrics } from "@opentelemetry/api";
import { ownValue } from "../options/own-value.js";
import { findingListeners } from "../scrub/findings/finding-listeners.js";
import { processValues } from "../scrub/held-values.js";

/** Bounds of the buckets for the time of a search, in seconds: a clean line takes microseconds. */
const TIMES = [1e-6, 2.5e-6, 5e-6, 1e-5, 2.5e-5, 5e-5, 1e-4, 2.5e-4, 5e-4, 1e-3, 2.5e-3, 1e-2, 1e-1];

/**
 * Records metrics of the live secrets, and of each time that one is found in a text:
 *
 * | instrument | kind | what |
 * |---|---|---|
 * | `protosanitizer.findings` | counter | found secrets, with the attributes `field` (or what else the origin is, in words), `form` and `sink` |
 * | `protosanitizer.scrub.duration` | histogram | seconds for each search in a text |
 * | `protosanitizer.live.secrets` | gauge | distinct values that are held |
 * | `protosanitizer.live.scopes` | gauge | messages and metadata of calls that they are from |
 *
 * No attribute holds a value. Counts of equal findings arrive within a second. While metrics are recorded, each search is
 * measured, and each secret that is found is searched for its origin.
 *
 * @param meter default: the meter `protosanitizer` of the global provider.
 * @returns a function that ends it. The instruments stay, because OpenTelemetry removes none.
 * @example
 * ```ts
 * const stop = recordFindings();
 * ```
 */
export function recordFindings(meter: Meter = metrics.getMeter("protosanitizer")): () => void {
  const findings = meter.createCounter("protosanitizer.findings", {
    description: "Live secrets that were found in texts, and replaced there",
    unit: "{finding}",
  });
  const durations = meter.createHistogram("protosanitizer.scrub.duration", {
    description: "Time of a search for live secrets in a text",
    unit: "s",
    advice: { explicitBucketBoundaries: TIMES },
  });
  const held = processValues();
  const stops = [
    observed(meter, "protosanitizer.live.secrets", "Distinct secret values that are held", held.size),
    observed(
      meter,
      "protosanitizer.live.scopes",
      "Messages and metadata of calls whose secret values are held",
      ownValue(held, "holdings"),
    ),
    ownValue(held, "observe")?.((seconds) => durations.record(seconds)),
    countFindings((count, attributes) => findings.add(count, attributes)),
  ];
  return () => {
    for (const stop of stops.splice(0)) stop?.();
  };
}

/** A gauge of what a function returns. A copy of version 0.1 has no such function. */
function observed(
  meter: Meter,
  name: string,
  description: string,
  read: (() => number) | undefined,
): (() => void) | undefined {
  if (read === undefined) return undefined;
  const gauge = meter.createObservableGauge(name, { description });
  const observe: Parameters<typeof gauge.addCallback>[0] = (result) => result.observe(read());
  gauge.addCallback(observe);
  return () => gauge.removeCallback(observe);
}

/** Counts findings: a listener gets the count so far each time. */
function countFindings(add: (count: number, attributes: Record<string, string>) => void): () => void {
  const counted = new Map<string, number>();
  return findingListeners().add(({ id, origin, form, sink, count }) => {
    add(count - (counted.get(id) ?? 0), {
      field: origin,
      form,
      sink,
    });
    counted.set(id, count);
  });
}

import { channel, subscribe, unsubscribe } from "node:diagnostics_channel";
import type { Meter, ObservableCallback } from "@opentelemetry/api";
import { afterAll, describe, expect, it } from "vitest";
import { type Finding, liveSecrets } from "../../src/index.js";
import { recordFindings } from "../../src/opentelemetry/index.js";

afterAll(liveSecrets.hold(["hunter2-secret"], { graceTime: 0 }));
const LEAK = "a hunter2-secret";

/** A meter that keeps what it is given, by the name of the instrument. */
class RecordedMeter {
  readonly values = new Map<string, unknown[]>();
  readonly gauges = new Map<string, Set<ObservableCallback>>();

  readonly createCounter = (name: string) => ({ add: this.#recorder(name) });
  readonly createHistogram = (name: string) => ({ record: this.#recorder(name) });
  readonly createObservableGauge = (name: string) => {
    const callbacks = new Set<ObservableCallback>();
    this.gauges.set(name, callbacks);
    return {
      addCallback: (callback: ObservableCallback) => callbacks.add(callback),
      removeCallback: (callback: ObservableCallback) => callbacks.delete(callback),
    };
  };

  gauge(name: string): number | undefined {
    const values: number[] = [];
    for (const read of this.gauges.get(name) ?? []) read({ observe: (one) => void values.push(one) });
    return values[0];
  }

  #recorder(name: string): (...value: unknown[]) => void {
    const values: unknown[] = [];
    this.values.set(name, values);
    return (...value) => values.push(value);
  }
}

describe("recordFindings", () => {
  it("counts findings, measures searches, and shows what is held, until it is stopped", () => {
    const meter = new RecordedMeter();
    // The functions that are used.
    const stop = recordFindings(meter as unknown as Meter);
    for (let time = 0; time < 3; time++) liveSecrets.scrub(LEAK);
    liveSecrets.scrub("clean");
    expect(meter.gauge("protosanitizer.live.secrets")).toBe(liveSecrets.size);
    expect(meter.gauge("protosanitizer.live.scopes")).toBeGreaterThan(0);
    stop();
    liveSecrets.scrub(LEAK);
    const attributes = { field: "held by the program", form: "raw", sink: "text" };
    expect(meter.values.get("protosanitizer.findings")).toEqual([
      [1, attributes],
      [2, attributes],
    ]);
    const durations = meter.values.get("protosanitizer.scrub.duration")?.flat() ?? [];
    expect(durations.length).toBeGreaterThanOrEqual(4);
    for (const seconds of durations) expect(seconds).toBeTypeOf("number");
    expect(meter.gauge("protosanitizer.live.secrets")).toBeUndefined();
  });

  it("takes the global meter by default", () => {
    recordFindings()();
  });
});

describe("the diagnostics channel protosanitizer:finding", () => {
  it("gets findings while it has subscribers", () => {
    const heard: unknown[] = [];
    const hear = (finding: unknown): void => void heard.push((finding as Finding).origin);
    for (const _ of [1, 2]) {
      subscribe("protosanitizer:finding", hear);
      liveSecrets.scrub(LEAK);
      unsubscribe("protosanitizer:finding", hear);
      liveSecrets.scrub(LEAK);
    }
    expect(heard).toEqual(["held by the program", "held by the program"]);
    expect(channel("protosanitizer:finding").hasSubscribers).toBe(false);
  });
});

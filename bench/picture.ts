import { BASELINE } from "./peers.js";
import type { Result } from "./report.js";
import { LIMIT } from "./representations.js";

/** The background that a picture is for. */
export type Theme = "light" | "dark";

/** Entries of the corpus that are drawn, with what a reader calls them. */
const ENTRIES: ReadonlyMap<string, string> = new Map([
  ["publish", "NodePublishVolume"],
  ["mixed", "random CSI messages"],
  ["topologies", "20,000 nested messages"],
]);

/** Operations that are drawn, from the one with the least work up. */
const OPERATIONS: readonly string[] = [
  LIMIT,
  "sanitizer.stringify",
  BASELINE,
  "toJson+JSON.stringify",
  "JSON.stringify+replacer",
  "toJson+@pinojs/redact",
  "structuredClone+hide",
  "JSON.parse+hide",
];

/** The cases that are drawn. */
export const DRAWN_CASES: readonly string[] = [...ENTRIES.keys()].flatMap((entry) =>
  OPERATIONS.map((operation) => `${entry}/${operation}`),
);

const COLORS: Readonly<Record<Theme, { text: string; subject: string; baseline: string; peer: string }>> = {
  light: { text: "#24292f", subject: "#1f883d", baseline: "#57606a", peer: "#afb8c1" },
  dark: { text: "#c9d1d9", subject: "#3fb950", baseline: "#8b949e", peer: "#484f58" },
};

/** The parts of vega and vega-lite that are used. Their own types need those of browsers. */
interface Vega {
  readonly parse: (spec: object) => object;
  readonly View: new (
    runtime: object,
    options: { readonly renderer: "none" },
  ) => { toSVG(): Promise<string> };
}
interface VegaLite {
  readonly compile: (spec: object) => { readonly spec: object };
}

/** Draws how long printing takes, against the baseline, as an SVG with a transparent background. */
export async function drawPicture(results: readonly Result[], theme: Theme): Promise<string> {
  // Names that are no literals, so that the compiler does not look for their types.
  const { parse, View } = (await import(String("vega"))) as Vega;
  const { compile } = (await import(String("vega-lite"))) as VegaLite;
  const { spec } = compile(specOf(results, theme));
  return new View(parse(spec), { renderer: "none" }).toSVG();
}

function specOf(results: readonly Result[], theme: Theme): object {
  const { text, subject, baseline, peer } = COLORS[theme];
  return {
    background: "transparent",
    data: { values: bars(results) },
    facet: { row: { field: "entry", type: "nominal", title: null, sort: [...ENTRIES.values()] } },
    spec: {
      width: 420,
      height: { step: 17 },
      encoding: {
        y: { field: "operation", type: "nominal", title: null, sort: [...OPERATIONS] },
        x: { field: "ratio", type: "quantitative", title: `time, ${BASELINE} = 1` },
      },
      layer: [
        {
          mark: "bar",
          encoding: {
            color: {
              field: "kind",
              type: "nominal",
              legend: null,
              scale: { domain: ["subject", "baseline", "peer"], range: [subject, baseline, peer] },
            },
          },
        },
        {
          mark: { type: "text", align: "left", dx: 4, color: text },
          encoding: { text: { field: "ratio", type: "quantitative", format: ".2f" } },
        },
      ],
    },
    config: {
      font: "sans-serif",
      axis: {
        labelColor: text,
        titleColor: text,
        domainColor: peer,
        gridColor: peer,
        gridOpacity: 0.3,
        tickColor: peer,
        labelLimit: 240,
      },
      header: { labelColor: text, labelOrient: "top", labelAnchor: "start", labelFontWeight: "bold" },
      view: { stroke: null },
    },
  };
}

/** What is drawn: the fastest process of each case against that of the baseline. */
function bars(results: readonly Result[]): object[] {
  const best = new Map(results.map(({ measured, nanoseconds }) => [measured.name, Math.min(...nanoseconds)]));
  return [...ENTRIES].flatMap(([entry, title]) =>
    OPERATIONS.map((operation) => ({
      entry: title,
      operation,
      ratio:
        (best.get(`${entry}/${operation}`) ?? Number.NaN) / (best.get(`${entry}/${BASELINE}`) ?? Number.NaN),
      kind: operation === BASELINE ? "baseline" : operation.startsWith("sanitizer") ? "subject" : "peer",
    })).filter(({ ratio }) => Number.isFinite(ratio)),
  );
}

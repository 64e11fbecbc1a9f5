import { BASELINE, TO_JSON_AND_STRINGIFY } from "./peers.js";
import { LIMIT } from "./representations.js";
import { STRINGIFY } from "./subjects.js";

/** The background that a picture is for. */
export type Theme = "light" | "dark";

/** What was measured with one version of Node. */
export interface Measured {
  /** The environment of the measurement, which begins with the version: `Node v24.1.0, linux x64, ...`. */
  readonly machine: string;
  /** The time of a case; undefined if it was not measured. */
  timeOf(caseName: string): number | undefined;
}

/** Entries of the corpus that are drawn, with what a reader calls them. */
const ENTRIES: ReadonlyMap<string, string> = new Map([
  ["publish", "NodePublishVolume request, with service account tokens"],
  ["mixed", "64 random requests and responses of CSI"],
  ["topologies", "CreateVolume request with 20,000 nested messages"],
]);

/** What an operation does with secrets: the groups of the legend, in its order. */
const KINDS = {
  subject: "protosanitizer",
  told: "hides what it is told to",
  nothing: "hides nothing",
  limit: "limit: sanitized beforehand",
} as const;

/** Operations that are drawn, group by group, by the names that bench/README.md explains. */
const OPERATIONS: ReadonlyMap<string, string> = new Map([
  [STRINGIFY, KINDS.subject],
  ["JSON.stringify+replacer", KINDS.told],
  ["toJson+@pinojs/redact", KINDS.told],
  ["structuredClone+hide", KINDS.told],
  ["JSON.parse+hide", KINDS.told],
  [BASELINE, KINDS.nothing],
  [TO_JSON_AND_STRINGIFY, KINDS.nothing],
  [LIMIT, KINDS.limit],
]);

/** The cases that are drawn. */
export const DRAWN_CASES: readonly string[] = [...ENTRIES.keys()].flatMap((entry) =>
  [...OPERATIONS.keys()].map((operation) => `${entry}/${operation}`),
);

// Bars have a contrast of 3 or more against the page and differ in lightness, for those who do not see colours.
const COLORS: Readonly<Record<Theme, { readonly text: string; readonly kinds: readonly string[] }>> = {
  light: { text: "#24292f", kinds: ["#1a7f37", "#8c959f", "#57606a", "#0969da"] },
  dark: { text: "#c9d1d9", kinds: ["#3fb950", "#6e7681", "#b1bac4", "#58a6ff"] },
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

/**
 * Draws how long printing takes, against the baseline, as an SVG with a transparent background.
 *
 * @param measured one for each version of Node, which are drawn side by side.
 */
export async function drawPicture(measured: readonly Measured[], theme: Theme): Promise<string> {
  // The names are not literals, so that the compiler does not look for their types.
  const { parse, View } = (await import(String("vega"))) as Vega;
  const { compile } = (await import(String("vega-lite"))) as VegaLite;
  const { spec } = compile(specOf(measured, theme));
  return new View(parse(spec), { renderer: "none" }).toSVG();
}

function specOf(measured: readonly Measured[], theme: Theme): object {
  const { text, kinds } = COLORS[theme];
  return {
    background: "transparent",
    padding: 8,
    title: {
      text: "Time to print a message as JSON",
      subtitle: [
        `${BASELINE}, which hides nothing, is 1 (the line); shorter is faster`,
        [...new Set(measured.map(({ machine }) => machine.split(", ").slice(1).join(", ")))].join("; "),
      ],
      anchor: "start",
      frame: "bounds",
      offset: 12,
    },
    data: { values: measured.flatMap(bars) },
    facet: {
      row: { field: "entry", type: "nominal", title: null, sort: [...ENTRIES.values()] },
      column: { field: "node", type: "nominal", title: null },
    },
    spec: {
      width: 250,
      height: { step: 18 },
      encoding: {
        y: { field: "operation", type: "nominal", title: null, sort: [...OPERATIONS.keys()] },
        x: { field: "ratio", type: "quantitative", title: null, axis: { tickCount: 4 } },
      },
      layer: [
        {
          mark: "bar",
          encoding: {
            color: {
              field: "kind",
              type: "nominal",
              legend: { orient: "top", title: null, direction: "horizontal", columns: 2 },
              scale: { domain: Object.values(KINDS), range: kinds },
            },
          },
        },
        { mark: { type: "rule", color: text, strokeDash: [2, 3] }, encoding: { x: { datum: 1 }, y: null } },
        {
          mark: { type: "text", align: "left", dx: 4, color: text },
          encoding: { text: { field: "ratio", type: "quantitative", format: ".2f" } },
        },
      ],
    },
    config: configOf(text),
  };
}

function configOf(text: string): object {
  return {
    font: "sans-serif",
    title: { color: text, subtitleColor: text, fontSize: 14 },
    axis: {
      labelColor: text,
      titleColor: text,
      titleFontWeight: "normal",
      domainColor: text,
      tickColor: text,
      grid: false,
      labelLimit: 0,
    },
    legend: { labelColor: text, labelLimit: 0, symbolType: "square" },
    header: { labelColor: text, labelOrient: "top", labelAnchor: "start", labelFontWeight: "bold" },
    view: { stroke: null },
  };
}

/** What is drawn: the time of each case against that of the baseline. */
function bars({ machine, timeOf }: Measured): object[] {
  const node = machine.split(", ")[0]?.replace(/ v(\d+).*/, " $1");
  return [...ENTRIES].flatMap(([entry, title]) => {
    const baseline = timeOf(`${entry}/${BASELINE}`) ?? Number.NaN;
    return [...OPERATIONS]
      .map(([operation, kind]) => ({
        node,
        entry: title,
        operation,
        kind,
        ratio: (timeOf(`${entry}/${operation}`) ?? Number.NaN) / baseline,
      }))
      .filter(({ ratio }) => Number.isFinite(ratio));
  });
}

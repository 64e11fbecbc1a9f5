import type { Leaks } from "./leaks.js";
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
const COLORS: Readonly<Record<Theme, Colors>> = {
  light: {
    text: "#24292f",
    kinds: ["#1a7f37", "#8c959f", "#57606a", "#0969da"],
    visible: "#cf222e",
    onVisible: "#ffffff",
    hidden: "#eaeef2",
  },
  dark: {
    text: "#c9d1d9",
    kinds: ["#3fb950", "#6e7681", "#b1bac4", "#58a6ff"],
    visible: "#f85149",
    onVisible: "#0d1117",
    hidden: "#21262d",
  },
};

interface Colors {
  readonly text: string;
  readonly kinds: readonly string[];
  /** Cells where a secret shows, what is written on them, and the other cells. */
  readonly visible: string;
  readonly onVisible: string;
  readonly hidden: string;
}

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
 * Draws what stays visible, and how long printing takes against the baseline, as an SVG with a transparent background.
 *
 * @param measured one for each version of Node, which are drawn side by side.
 */
export async function drawPicture(
  measured: readonly Measured[],
  leaks: Leaks,
  theme: Theme,
): Promise<string> {
  // The names are not literals, so that the compiler does not look for their types.
  const { parse, View } = (await import(String("vega"))) as Vega;
  const { compile } = (await import(String("vega-lite"))) as VegaLite;
  const { spec } = compile(specOf(measured, leaks, theme));
  return new View(parse(spec), { renderer: "none" }).toSVG();
}

function specOf(measured: readonly Measured[], leaks: Leaks, theme: Theme): object {
  const colors = COLORS[theme];
  const values = measured.flatMap(bars);
  return {
    background: "transparent",
    padding: 8,
    title: {
      text: "What stays visible when a message is printed as JSON, and how long printing takes",
      subtitle: [
        ...conclusion(values, leaks),
        [...new Set(measured.map(({ machine }) => machine.split(", ").slice(1).join(", ")))].join("; "),
      ],
      anchor: "start",
      frame: "bounds",
      offset: 12,
    },
    spacing: 24,
    vconcat: [leakSpec(leaks, colors), timeSpec(values, colors)],
    config: configOf(colors.text),
  };
}

/** What the picture shows, in one sentence. It follows from the figures, so it is true of them. */
function conclusion(values: readonly Bar[], { kinds, visible }: Leaks): readonly string[] {
  const counts = (names: readonly string[]): string =>
    range(names.map((name) => visible[name]?.filter(Boolean).length ?? Number.NaN));
  const others = [...OPERATIONS.keys()].filter((name) => name !== STRINGIFY && name in visible);
  const ratios = values
    .filter(({ operation }) => operation === STRINGIFY)
    .map(({ ratio }) => ratio.toFixed(2));
  return [
    `Of ${kinds.length} kinds of leak, ${STRINGIFY} leaves ${counts([STRINGIFY])} visible and the others ${counts(others)};`,
    `it takes ${range(ratios.map(Number))} of the time of ${BASELINE}, which hides nothing (the line at 1.0).`,
  ];
}

function range(figures: readonly number[]): string {
  const [least, most] = [Math.min(...figures), Math.max(...figures)];
  return least === most ? `${least}` : `${least} to ${most}`;
}

/** A table of the operations and the kinds of leak. A cross says that the secret shows, for those who do not see colours. */
function leakSpec({ kinds, visible }: Leaks, { visible: shows, onVisible, hidden, text }: Colors): object {
  const operations = [...OPERATIONS.keys()].filter((name) => name in visible);
  const cells = operations.flatMap((operation) =>
    kinds.map((kind, index) => {
      const isVisible = visible[operation]?.[index] === true;
      return { operation, kind: kind.join("|"), shows: isVisible, sign: isVisible ? "visible" : "hidden" };
    }),
  );
  return {
    title: { text: "Does the secret stay visible?", anchor: "start", fontSize: 11 },
    data: { values: cells },
    width: { step: 104 },
    height: { step: 18 },
    encoding: {
      y: { field: "operation", type: "nominal", title: null, sort: operations, scale: { padding: 0.08 } },
      x: {
        field: "kind",
        type: "nominal",
        title: null,
        sort: kinds.map((kind) => kind.join("|")),
        scale: { padding: 0.02 },
        axis: {
          orient: "top",
          labelAngle: 0,
          // Room for a second line.
          labelPadding: 16,
          labelExpr: "split(datum.label, '|')",
          domain: false,
          ticks: false,
        },
      },
    },
    layer: [
      {
        mark: "rect",
        encoding: { color: { condition: { test: "datum.shows", value: shows }, value: hidden } },
      },
      {
        mark: { type: "text", fontSize: 10 },
        encoding: {
          text: { field: "sign" },
          color: { condition: { test: "datum.shows", value: onVisible }, value: text },
        },
      },
    ],
  };
}

function timeSpec(values: readonly Bar[], { text, kinds }: Colors): object {
  return {
    data: { values },
    facet: {
      row: { field: "entry", type: "nominal", title: null, sort: [...ENTRIES.values()] },
      column: { field: "node", type: "nominal", title: null },
    },
    spec: {
      width: 250,
      height: { step: 18 },
      encoding: {
        y: { field: "operation", type: "nominal", title: null, sort: [...OPERATIONS.keys()] },
        x: {
          field: "ratio",
          type: "quantitative",
          title: `time / time of ${BASELINE}`,
          axis: { tickCount: 4 },
        },
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
        {
          mark: { type: "rule", color: text, strokeDash: [2, 3] },
          encoding: { x: { datum: 1 }, y: null },
        },
        {
          mark: { type: "text", align: "left", dx: 4, color: text },
          // Behind the bar, and never on the line.
          encoding: { text: { field: "label" }, x: { field: "labelAt", type: "quantitative" } },
        },
      ],
    },
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

/** One bar: the time of a case, and in proportion to the baseline. */
interface Bar {
  readonly node: string | undefined;
  readonly entry: string;
  readonly operation: string;
  readonly kind: string;
  readonly ratio: number;
  readonly label: string;
  /** Where the label begins. */
  readonly labelAt: number;
}

/** What is drawn of one version of Node. */
function bars({ machine, timeOf }: Measured): readonly Bar[] {
  const node = machine.split(", ")[0]?.replace(/ v(\d+).*/, " $1");
  return [...ENTRIES].flatMap(([entry, title]) => {
    const baseline = timeOf(`${entry}/${BASELINE}`) ?? Number.NaN;
    return [...OPERATIONS]
      .map(([operation, kind]) => {
        const time = timeOf(`${entry}/${operation}`) ?? Number.NaN;
        const ratio = time / baseline;
        return {
          node,
          entry: title,
          operation,
          kind,
          ratio,
          labelAt: Math.max(ratio, 1),
          label: `${ratio.toFixed(2)} (${inUnits(time)})`,
        };
      })
      .filter(({ ratio }) => Number.isFinite(ratio));
  });
}

/** A time in the unit in which its figure is easy to read. */
function inUnits(nanoseconds: number): string {
  return nanoseconds < 1e6
    ? `${(nanoseconds / 1e3).toPrecision(3)} us`
    : `${(nanoseconds / 1e6).toPrecision(3)} ms`;
}

import { readFileSync } from "node:fs";
import { Ajv } from "ajv";
import { describe, expect, it } from "vitest";
import { AUDIT_RULES } from "../../../src/audit/audit-rules.js";
import { sarifLog } from "../../../src/cli/reports/sarif-log.js";
import { cli } from "../run-cli.js";
import { LOGIN, protoFolder } from "./proto-folder.js";

const folder = protoFolder();
folder.write("protos/acme/login.proto", LOGIN);
const protos = folder.at("protos");

/** The schema of SARIF 2.1.0, which is in draft 4 of JSON Schema: it uses nothing that later drafts changed but these. */
const { $schema, id, ...schema } = JSON.parse(
  readFileSync(new URL("sarif-2.1.0-rtm.5.json", import.meta.url), "utf8"),
);
const validate = new Ajv({
  strict: false,
  unicodeRegExp: false,
  validateFormats: false,
  allErrors: true,
}).compile(schema);

interface Region {
  readonly startLine: number;
  readonly startColumn?: number;
  readonly endLine?: number;
  readonly endColumn?: number;
}

interface Result {
  readonly ruleId: string;
  readonly ruleIndex: number;
  readonly level: string;
  readonly message: { readonly text: string };
  readonly partialFingerprints: Readonly<Record<string, string>>;
  readonly locations: readonly {
    readonly physicalLocation: {
      readonly artifactLocation: { readonly uri: string };
      readonly region: Region;
    };
  }[];
}

async function sarif(...args: readonly string[]): Promise<readonly Result[]> {
  const { stdout } = await cli(["audit", "--sarif", ...args]);
  const log = JSON.parse(stdout);
  expect(validate(log), JSON.stringify(validate.errors)).toBe(true);
  expect($schema).toBe("http://json-schema.org/draft-04/schema#");
  expect(id).toContain("sarif-2.1.0");
  checkForGithub(log);
  return log.runs[0].results;
}

/** What GitHub asks for besides the schema. */
function checkForGithub(log: { readonly runs: readonly [Run] }): void {
  const [{ tool, results, automationDetails }] = log.runs;
  expect(automationDetails.id).toMatch(/^\w+\/\w+\/$/);
  expect(tool.driver.semanticVersion).toMatch(/^\d+\.\d+\.\d+/);
  for (const rule of tool.driver.rules) {
    for (const { text } of [rule.shortDescription, rule.fullDescription, rule.help]) {
      expect(text.length).toBeGreaterThan(0);
      expect(text.length).toBeLessThan(1024);
    }
    const severity = Number(rule.properties["security-severity"]);
    expect(severity > 0 && severity <= 10).toBe(true);
    expect(rule.properties.tags.length).toBeLessThanOrEqual(10);
  }
  for (const { ruleId, ruleIndex, level, message, locations } of results) {
    expect(tool.driver.rules[ruleIndex]?.id).toBe(ruleId);
    expect(["note", "warning", "error"]).toContain(level);
    expect(message.text).not.toBe("");
    const [location] = locations;
    const { uri } = location?.physicalLocation.artifactLocation ?? { uri: "" };
    expect(uri).toMatch(/^(?!\.\.?\/|\/|[a-z][a-z+.-]*:)[\w./%~!$&'()*+,;=@-]+$/i);
    expect(location?.physicalLocation.region.startLine).toBeGreaterThan(0);
  }
  const prints = results.map(({ partialFingerprints }) => partialFingerprints["primaryLocationLineHash"]);
  expect(new Set(prints).size).toBe(results.length);
  for (const print of prints) expect(print).toMatch(/^[0-9a-f]{16}:1$/);
}

interface Run {
  readonly tool: {
    readonly driver: {
      readonly semanticVersion: string;
      readonly rules: readonly {
        readonly id: string;
        readonly shortDescription: { readonly text: string };
        readonly fullDescription: { readonly text: string };
        readonly help: { readonly text: string };
        readonly properties: { readonly "security-severity": string; readonly tags: readonly string[] };
      }[];
    };
  };
  readonly results: readonly Result[];
  readonly automationDetails: { readonly id: string };
}

describe("audit --sarif", () => {
  it("points at the declaration of each suspect", async () => {
    const results = await sarif("--proto", protos);
    const lines = LOGIN.split("\n");
    const declared = results.map(({ ruleId, locations }) => {
      const { region, artifactLocation } = locations[0]?.physicalLocation ?? {};
      expect(artifactLocation?.uri).toBe("acme/login.proto");
      const { startLine = 0, startColumn = 1, endLine = 0, endColumn = 1 } = region ?? {};
      const text = lines.slice(startLine - 1, endLine);
      const last = text.length - 1;
      const cut = text.map((line, at) =>
        line.slice(at === 0 ? startColumn - 1 : 0, at === last ? endColumn - 1 : undefined),
      );
      return [ruleId, cut.join("\n")];
    });
    expect(declared).toEqual([
      ["UNMARKED_SECRET", "string password = 2;"],
      ["UNMARKED_SECRET", "string recovery_code = 3;"],
      ["UNMARKED_SECRET", "string api_key = 1;"],
      ["POSSIBLE_SECRET", "bytes blob = 4;"],
      ["POSSIBLE_SECRET", "map<string,\n    string> labels = 5 [deprecated = true];"],
    ]);
  });

  it("keeps the fingerprint of a field that moves within its file, or to another one", async () => {
    const moved = folder.write(
      "moved/other.proto",
      LOGIN.replace("package", "// Some\n\n// lines.\n\npackage"),
    );
    const prints = (results: readonly Result[]) =>
      results.map(({ partialFingerprints }) => partialFingerprints["primaryLocationLineHash"]);
    expect(prints(await sarif("--proto", moved))).toEqual(prints(await sarif("--proto", protos)));
  });

  it("has a line for GitHub if the input has none, a relative path for every file, and no results if nothing is found", async () => {
    const json = folder.write(
      "a b/ü/p.json",
      JSON.stringify({ nested: { M: { fields: { password: { type: "string", id: 1 } } } } }),
    );
    const [result] = await sarif("--proto", json);
    const { artifactLocation, region } = result?.locations[0]?.physicalLocation ?? {};
    expect(artifactLocation?.uri).toMatch(/\/a%20b\/%C3%BC\/p\.json$/);
    expect(region).toEqual({ startLine: 1 });
    expect(await sarif()).toEqual([]);
  });

  it("names the files of a descriptor set from the root that is given", async () => {
    const set = new URL("../../gen/descriptor-set.binpb", import.meta.url).pathname;
    const results = await sarif("--descriptor-set", set, "--source-root", "../proto/");
    expect(results.length).toBeGreaterThan(3);
  });

  it("has rules whose ids and texts also fit Buf", () => {
    for (const { id, summary } of AUDIT_RULES) {
      expect(id).toMatch(/^[A-Z0-9][A-Z0-9_]{1,62}[A-Z0-9]$/);
      expect(summary).toMatch(/^[A-Z].{1,254}\.$/);
    }
  });
});

describe("a report of names from outside", () => {
  const resultOf = (message: string, file: string): Result => {
    const region = { startLine: 1 };
    const names = { identity: "a", logicalName: "a", logicalKind: "member" };
    const results = [{ rule: "LOCK_NEW_FIELD", message, file, region, ...names }];
    const log = JSON.parse(
      sarifLog({ tool: "t", version: "1.0.0", category: "c", rules: AUDIT_RULES, results }),
    );
    expect(validate(log), JSON.stringify(validate.errors)).toBe(true);
    return log.runs[0].results[0];
  };

  it("has no link in a message", () => {
    expect(resultOf("m[x](https://evil.example): secret", "a.proto").message.text).not.toContain("](");
  });

  it("takes any path of a file", () => {
    expect(resultOf("m", "\ud800/../b?.proto").locations[0]?.physicalLocation.artifactLocation.uri).toBe(
      "%EF%BF%BD/b%3F.proto",
    );
  });
});

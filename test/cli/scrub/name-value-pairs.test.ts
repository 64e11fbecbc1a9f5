import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { scrubBytes, scrubText } from "./scrub-text.js";

const MARKER = "***stripped***";

/** How programs print a list of names and values: the environment of a container, the headers of a request. */
const LISTS: Readonly<Record<string, (name: string, value: string) => string>> = {
  JSON: (name, value) =>
    JSON.stringify({
      env: [
        { name, value },
        { name: "HOME", value: "open" },
      ],
    }),
  "JSON on several lines": (name, value) =>
    JSON.stringify(
      [
        { name, value },
        { name: "HOME", value: "open" },
      ],
      null,
      2,
    ),
  "JSON in JSON": (name, value) =>
    JSON.stringify({
      msg: JSON.stringify([
        { name, value },
        { name: "HOME", value: "open" },
      ]),
    }),
  "JSON of Docker and ECS": (Name, Value) =>
    JSON.stringify([
      { Name, Value },
      { Name: "HOME", Value: "open" },
    ]),
  "JSON of CloudFormation": (ParameterKey, ParameterValue) =>
    JSON.stringify({ Parameters: [{ ParameterKey, ParameterValue }], a: "open" }),
  "JSON of Postman": (key, value) => JSON.stringify({ header: [{ key, value, type: "open" }] }),
  YAML: (name, value) => `- name: ${name}\n  value: ${value}\n- name: HOME\n  value: open`,
  "YAML with marks": (name, value) => `- name: "${name}"\n  value: '${value}'\n- name: HOME\n  value: open`,
  "YAML on one line": (name, value) => `env: [{name: ${name}, value: ${value}}, {name: HOME, value: open}]`,
  "%+v of Go": (name, value) => `Env:[{Name:${name} Value:${value} ValueFrom:nil} {Name:HOME Value:open}]`,
  "%#v of Go": (name, value) =>
    `Env:[]v1.EnvVar{v1.EnvVar{Name:"${name}", Value:"${value}", ValueFrom:(*v1.EnvVarSource)(nil)}}, open`,
  "String() of Kubernetes": (name, value) => `EnvVar{Name:${name},Value:${value},ValueFrom:nil,} open`,
  "maps of Go": (name, value) => `[map[name:${name} value:${value}] map[name:HOME value:open]]`,
  "util.inspect": (name, value) =>
    inspect([
      { name, value },
      { name: "HOME", value: "open" },
    ]),
  Python: (name, value) => `[{'name': '${name}', 'value': '${value}'}, {'name': 'HOME', 'value': 'open'}]`,
  Java: (name, value) => `EnvVar(name=${name}, value=${value}, valueFrom=open)`,
  Rust: (name, value) => `EnvVar { name: "${name}", value: Some("${value}"), from: "open" }`,
  "text format": (name, value) => `env { name: "${name}" value: "${value}" } open`,
  HCL: (name, value) => `set {\n  name  = "${name}"\n  value = "${value}"\n}\nopen`,
  XML: (name, value) => `<env name="${name}" value="${value}"/> open`,
};

describe.each(Object.entries(LISTS))("names and values in %s", (_list, print) => {
  it.each([
    ["DB_PASSWORD", "abc1"],
    ["API_TOKEN", "abc-1.x/y"],
    ["aws.secretKey", "abc1=="],
    ["X-Api-Key", "abc1"],
    ["Acme-Auth-Token", "abc1"],
    ["Authorization", "Token abc1zQ7hunter2Xk9w"],
  ])("%s: %s", (name, value) => {
    const log = print(name, value);
    const clean = scrubText(log);
    expect(clean).toContain(MARKER);
    expect(clean).not.toContain("abc");
    expect(clean.replaceAll(MARKER, "").length).toBe(log.length - value.length - wrapping(log));
    expect(clean).toContain("open");
    expect(scrubText(clean)).toBe(clean);
  });
});

/** The marker takes the place of `Some("…")`, too. */
function wrapping(log: string): number {
  return log.includes("Some(") ? 'Some("")'.length : 0;
}

describe("names and values that hold no credential stay", () => {
  it.each([
    '{"name":"HOME","value":"/root"},{"name":"token_count","value":"5"}',
    '{"name":"api_token","value":5}',
    '{"name":"DB_PASSWORD","value":""},{"name":"API_TOKEN","value":null}',
    '{"name":"DB_PASSWORD","valueFrom":{"secretKeyRef":{"name":"db","key":"password"}}}',
    '{"name":"password","value":"string"}',
    '{"name":"password","type":"text"}',
    "- name: DB_PASSWORD\n  value: $(OTHER)",
    "- name: DB_PASSWORD\n  valueFrom: a",
    '- name: DB_PASSWORD\n  value: ""\n- name: HOME\n  value: /root',
    "- name: token\n- value: b",
    "{Name:DB_PASSWORD Value: ValueFrom:nil}",
    "the name: token, values: none",
    '{"name":"X-Api-Key","value":"authorization"}',
  ])("%s", (line) => {
    expect(scrubText(line)).toBe(line);
  });
});

it("does not depend on how a list is cut", () => {
  const log = Buffer.from('- name: DB_PASSWORD\n  value: abc\n{"name":"X-Api-Key","value":"abc"}\n');
  const whole = scrubBytes(log).toString();
  for (let cut = 0; cut < log.length; cut++) expect(scrubBytes(log, [cut]).toString()).toBe(whole);
});

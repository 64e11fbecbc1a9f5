import type { PolicyState } from "./policy-state.js";
import { keysByField } from "./policy-text.js";

/** The policy as a policy file. A string in JSON is one in YAML, too. */
export function policyAsYaml(policy: PolicyState): string {
  const { options, fields, mapKeys, open } = policy;
  const quoted = (text: string): string => JSON.stringify(text);
  const lines: string[] = [];
  const list = (name: string, items: readonly string[]): void => {
    if (items.length > 0) lines.push(`${name}:`, ...items.map((item) => `  - ${item}`));
  };
  list(
    "fieldOptions",
    options.length === 0
      ? []
      : [
          "csi.v1.csi_secret",
          "debug_redact",
          ...options.map(({ option, is }) =>
            is === undefined
              ? quoted(option)
              : `{ option: ${quoted(option)}, is: [${is.map(quoted).join(", ")}] }`,
          ),
        ],
  );
  list(
    "fields",
    fields.map((rule) =>
      rule.class === "secret" ? quoted(rule.field) : `{ field: ${quoted(rule.field)}, class: ${rule.class} }`,
    ),
  );
  list(
    "mapKeys",
    keysByField(mapKeys).map(([field, keys]) => {
      const texts = keys.map(({ key, pattern }) =>
        quoted(pattern === undefined ? (key ?? "") : `/${pattern}/i`),
      );
      return `{ field: ${quoted(field)}, keys: [${texts.join(", ")}] }`;
    }),
  );
  list("detectors", policy.jwt || policy.csi ? ["jwt"] : []);
  list("open", open.map(quoted));
  if (policy.denyUnlisted) lines.push("unlisted: { class: secret, marker: unreviewed }");
  if (fields.some((rule) => rule.class === "pii"))
    lines.push("classes:", `  pii: ${policy.pii === "last 4" ? "{ last: 4 }" : policy.pii}`);
  return `${lines.join("\n")}\n`;
}

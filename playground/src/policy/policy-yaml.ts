import {
  keysByField,
  type PiiAction,
  type PolicyState,
  type SecretKey,
  usesPii,
  usesPseudonyms,
} from "./policy-state.js";

/** The policy as a policy file. A string in JSON is one in YAML, too. */
export function policyAsYaml(policy: PolicyState): string {
  const { dialects, options, fields, mapKeys, json, open, support } = policy;
  const lines = ["# yaml-language-server: $schema=node_modules/protosanitizer/policy.schema.json"];
  if (usesPseudonyms(policy))
    lines.push("# The key of pseudonyms is no part of a policy: give it to createSanitizer.");
  const comments = lines.length;
  if (policy.csi) lines.push("base: csi");
  const list = (name: string, items: readonly string[]): void => {
    if (items.length > 0) lines.push(`${name}:`, ...items.map((item) => `  - ${item}`));
  };
  list("dialects", dialects);
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
  list("mapKeys", keyRules(mapKeys));
  list("json", keyRules(json));
  list("detectors", policy.jwt && !policy.csi ? ["jwt"] : []);
  list("open", open.map(quoted));
  if (policy.denyUnlisted) lines.push("unlisted: { class: secret, marker: unreviewed }");
  if (usesPii(policy)) {
    lines.push("classes:", `  pii: ${actionText(policy.pii)}`);
    if (support !== undefined) lines.push("audiences:", `  support: { pii: ${actionText(support)} }`);
  }
  // A file of comments alone is refused: it may have been cut off.
  if (lines.length === comments) lines.push("{}");
  return `${lines.join("\n")}\n`;
}

function actionText(action: PiiAction): string {
  return action === "last 4" ? "{ last: 4 }" : action;
}

function keyRules(rules: readonly SecretKey[]): readonly string[] {
  return keysByField(rules).map(
    ([field, keys]) => `{ field: ${quoted(field)}, keys: [${keys.map(keyText).join(", ")}] }`,
  );
}

function keyText({ key = "", pattern }: SecretKey): string {
  if (pattern !== undefined) return quoted(`/${pattern}/i`);
  // A text between slashes would be a pattern.
  return key.startsWith("/") ? `{ text: ${quoted(key)} }` : quoted(key);
}

/** A text in JSON is one in YAML, too, if nothing in it can end a line. */
function quoted(text: string): string {
  return JSON.stringify(text).replace(
    /[\u007f-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

import { DIALECTS } from "./dialect-names.js";
import {
  keysByField,
  type PiiAction,
  type PolicyState,
  type SecretKey,
  usesPii,
  usesPseudonyms,
} from "./policy-state.js";

/** The policy as a TypeScript module. */
export function policyAsTypeScript(policy: PolicyState): string {
  const names = [
    "createSanitizer",
    ...(policy.options.length > 0 ? ["DEFAULT_FIELD_OPTIONS"] : []),
    ...(policy.jwt && !policy.csi ? ["jwt"] : []),
  ];
  const rules = ruleLines(policy);
  const own = rules.length === 0 ? [] : ["    {", ...rules.map((line) => `      ${line}`), "    },"];
  const dialects = DIALECTS.filter(({ name }) => policy.dialects.includes(name)).map(
    ({ identifier }) => identifier,
  );
  const policies = [
    ...(policy.csi ? ["    csiPolicy(),"] : []),
    ...dialects.map((identifier) => `    ${identifier},`),
    ...own,
  ];
  const { support } = policy;
  return [
    `import { ${names.join(", ")} } from "protosanitizer";`,
    ...(policy.csi ? ['import { csiPolicy } from "protosanitizer/csi";'] : []),
    ...(dialects.length > 0 ? [`import { ${dialects.join(", ")} } from "protosanitizer/dialects";`] : []),
    "",
    "export const sanitizer = createSanitizer({",
    "  schemas: [registry], // a registry, descriptor set or Root that has your types",
    ...(policies.length === 0 ? [] : ["  policy: [", ...policies, "  ],"]),
    ...(usesPii(policy) ? [`  classes: { pii: ${actionText(policy.pii)} },`] : []),
    ...(usesPii(policy) && support !== undefined
      ? [`  audiences: { support: { pii: ${actionText(support)} } },`]
      : []),
    ...(usesPseudonyms(policy)
      ? ["  pseudonyms: { key }, // 32 bytes or more, from where your secrets are"]
      : []),
    "});",
    "",
  ].join("\n");
}

function actionText(action: PiiAction): string {
  return action === "last 4" ? "{ last: 4 }" : quoted(action);
}

function ruleLines(policy: PolicyState): readonly string[] {
  const { options, fields, mapKeys, json, open } = policy;
  const optionTexts = options.map(({ option, is }) =>
    is === undefined ? quoted(option) : `{ option: ${quoted(option)}, is: [${is.map(quoted).join(", ")}] }`,
  );
  return [
    ...listLines("fieldOptions", options.length === 0 ? [] : ["...DEFAULT_FIELD_OPTIONS", ...optionTexts]),
    ...listLines(
      "fields",
      fields.map((rule) =>
        rule.class === "secret"
          ? quoted(rule.field)
          : `{ field: ${quoted(rule.field)}, class: ${quoted(rule.class)} }`,
      ),
    ),
    ...listLines("mapKeys", keyRules(mapKeys)),
    ...listLines("json", keyRules(json)),
    ...(policy.jwt && !policy.csi ? ["detectors: [jwt],"] : []),
    ...listLines("open", open.map(quoted)),
    ...(policy.denyUnlisted ? ['unlisted: { class: "secret", marker: "unreviewed" },'] : []),
  ];
}

function keyRules(rules: readonly SecretKey[]): readonly string[] {
  return keysByField(rules).map(
    ([field, keys]) => `{ field: ${quoted(field)}, keys: [${keys.map(keyText).join(", ")}] }`,
  );
}

function listLines(name: string, items: readonly string[]): readonly string[] {
  if (items.length === 0) return [];
  return [`${name}: [`, ...items.map((item) => `  ${item},`), "],"];
}

function keyText({ key, pattern }: SecretKey): string {
  return pattern === undefined ? quoted(key ?? "") : `/${pattern.replaceAll("/", "\\/")}/i`;
}

/** A text in quotation marks, for TypeScript. Nothing in it can end the line. */
function quoted(text: string): string {
  return JSON.stringify(text).replace(
    /[\u007f-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

import type { Finder, FoundValue } from "./finder.js";
import { GO_MAP_START } from "./go-map-value.js";
import { namedValue } from "./named-value.js";
import { isDigit, isKeyCharacter, isWordStart, type TextWindow } from "./text-window.js";
import { skipSpace, tokenAt } from "./token.js";
import { YamlBlockValue, yamlBlockStart } from "./yaml-block-value.js";

const FINDING = "data of Kubernetes secrets";
const LOOKAHEAD = 32 * 1024;
// A kind further away says nothing of the data.
const LONGEST_HEAD = 160;
const LONGEST_KEY = 260;
const FARTHEST_KIND = 2 ** 20;

/** A kind that a log has named, if it was Secret. */
interface SecretKind {
  /** The line on which it stands: an offset in the log. */
  readonly line: number;
  /** Its offset in the log. */
  readonly at: number;
  /** How far it is indented, if nothing else stands before it on its line. Then it is part of an object on several lines. */
  readonly indent: number | undefined;
}

/** Finders of the data of Kubernetes secrets. They share what they know of the object that a log is printing. */
export function kubernetesSecretFinders(): readonly Finder[] {
  let secret: SecretKind | undefined;

  const kindFinder: Finder = {
    pattern: `[Kk]ind\\\\*["']?:`,
    find(window, start, end) {
      if (!isWordStart(window, start)) return end;
      const kind = kindAt(window, end);
      if (window.isStarved) return end;
      const line = window.lineStart(start);
      const indent = indentOf(window, start);
      // Owners of an object have kinds, too, further in.
      const isInside =
        secret !== undefined &&
        (secret.indent === undefined ? secret.line === line : indent === undefined || indent > secret.indent);
      if (kind === "Secret") secret = { at: window.base + start, line, indent };
      else if (!isInside) secret = undefined;
      return end;
    },
  };

  const dataFinder: Finder = {
    pattern: `(?:[Ss]tringData|[Dd]ata)\\\\*["']?:`,
    find(window, start, end) {
      if (!isWordStart(window, start)) return end;
      const nameEnd =
        start + (/^(?:string)?data/i.exec(window.text.slice(start, start + 10))?.[0].length ?? 0);
      const isSecret =
        nameEnd - start > 4 ||
        isOfSecret(window, start, secret) ||
        beginsGoSecret(window, start, end) ||
        comesBeforeKind(window, start, end);
      return isSecret ? (dataAt(window, start, nameEnd, end) ?? end) : end;
    },
  };

  return [kindFinder, dataFinder];
}

/** Whether the data at an offset is that of the last Secret. */
function isOfSecret(window: TextWindow, start: number, secret: SecretKind | undefined): boolean {
  if (secret === undefined || window.base + start - secret.at > FARTHEST_KIND) return false;
  if (secret.indent === undefined) return secret.line === window.lineStart(start);
  if (secret.indent !== indentOf(window, start)) return false;
  const before = window.text.slice(Math.max(0, start - LONGEST_HEAD), start);
  // If the object begins here, its kind comes behind its data.
  return !API_VERSION.test(before) || VERSION_OF_SECRET.test(before);
}

/** How far a name is indented that stands first on its line. */
function indentOf(window: TextWindow, start: number): number | undefined {
  const line = Math.max(0, window.lineStart(start) - window.base);
  const before = window.text.slice(Math.max(line, start - LONGEST_HEAD), start);
  return /^[ \t]*["']?$/.test(before) ? before.length : undefined;
}

const KIND = /\w*/y;

/** The kind that is named behind `kind:`. */
function kindAt(window: TextWindow, start: number): string {
  const at = skipSpace(window, start);
  const token = tokenAt(window, at);
  KIND.lastIndex = token.kind === "quote" ? token.end : at;
  const kind = KIND.exec(window.text)?.[0] ?? "";
  window.at(KIND.lastIndex); // to wait for more of it
  return kind;
}

/** `Data:map[password:[104 117]` or `Data:map[string][]byte{`: a ConfigMap has texts there, and calls bytes BinaryData. */
function beginsGoSecret(window: TextWindow, start: number, end: number): boolean {
  if (window.at(start) !== 0x44) return false;
  if (window.startsWith("map[string][]byte{", end) || window.startsWith("map[string][]uint8{", end))
    return true;
  if (!window.startsWith(GO_MAP_START, end)) return false;
  let at = end + GO_MAP_START.length;
  while (at < end + LONGEST_KEY && isKeyCharacter(window.at(at))) at++;
  return window.startsWith(":[", at) && isDigit(window.at(at + 2));
}

const API_VERSION =
  /apiVersion\\*["']?: ?\\*["']?v1\\*["']?(?:,|\n|\\+n)\s*(?:\\*["'])?(?:immutable[^,\n]*[,\n]\s*\\*["']?)?$/;
const VERSION_OF_SECRET = /kind\\*["']?: ?\\*["']?Secret\\*["']?[,\s]+["']?apiVersion[^,\n]*[,\n]\s*["']?$/;
const NEXT_KIND = /[^\w](?:kind\\*["']?: ?\\*["']?(\w+)|apiVersion)/g;

/** Whether a kind behind the data says that this is a Secret: kubectl prints fields in order of their names. */
function comesBeforeKind(window: TextWindow, start: number, end: number): boolean {
  if (!API_VERSION.test(window.text.slice(Math.max(0, start - 80), start))) return false;
  NEXT_KIND.lastIndex = end;
  const match = NEXT_KIND.exec(window.text);
  if (match !== null && match.index < end + LOOKAHEAD) {
    if (NEXT_KIND.lastIndex === window.text.length) window.at(NEXT_KIND.lastIndex);
    return match[1] === "Secret";
  }
  if (window.text.length < end + LOOKAHEAD) {
    window.at(window.text.length);
    if (window.isStarved) return false;
  }
  // The kind is too far away, or the log was cut: base64 is what a Secret has.
  return /^\s*[{]?\s*\\*["']?[\w.-]+\\*["']?: ?\\*["']?[A-Za-z0-9+/]{16}/.test(
    window.text.slice(end, end + 400),
  );
}

/** The data at an offset: a map of any form. */
function dataAt(window: TextWindow, start: number, nameEnd: number, end: number): FoundValue | undefined {
  const block = yamlBlockStart(window, start, end);
  if (block !== undefined) return { start: block.start, value: new YamlBlockValue(block), finding: FINDING };
  const value = namedValue(window, { start, end: nameEnd }, "map");
  return value === undefined ? undefined : { ...value, finding: FINDING };
}

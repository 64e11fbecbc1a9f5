import { tokenize } from "protobufjs";
import type { ProtoFile } from "./proto-files.js";

/** Where a field is declared. */
export interface SourceLine {
  readonly file: string;
  /** Line in the file, from 1. */
  readonly line: number;
  /** Line in the pasted text, from 1. Undefined if the file was not pasted. */
  readonly pastedLine: number | undefined;
  /** The text of the declaration, as far as it is on this line. */
  readonly text: string | undefined;
}

const SCOPES: ReadonlySet<string> = new Set(["message", "oneof", "extend", "enum", "service", "group"]);

/** The lines on which the fields of a file are declared, by full name. The file has been parsed before. */
export function sourceLines(file: ProtoFile): ReadonlyMap<string, SourceLine> {
  const found = new Map<string, SourceLine>();
  const texts = file.text.split("\n");
  const tokens = tokenize(file.text, false);
  let packageName = "";
  const scopes: (string | undefined)[] = [];
  let statement: { token: string; line: number }[] = [];

  const declare = (isGroup = false): void => {
    const at = statement.findIndex(({ token }) => token === "=");
    const name = statement[at - 1];
    const first = statement[0];
    const isOption = first?.token === "option" || first?.token === "syntax" || first?.token === "edition";
    if (name === undefined || first === undefined || isOption) return;
    // protoc gives a group's field the name of its message in small letters.
    const ownName = isGroup ? name.token.toLowerCase() : name.token;
    const fullName = [packageName, ...scopes.filter((scope) => scope !== undefined), ownName]
      .filter((part) => part !== "")
      .join(".");
    const { line } = first;
    const text = texts[line - 1]?.trim();
    found.set(fullName, { file: file.name, line, pastedLine: line + file.linesBefore, text });
  };

  for (let token = tokens.next(); token !== null; token = tokens.next()) {
    if (token === '"' || token === "'") {
      // A literal: its text comes as one token, and the end as another.
      tokens.next();
      tokens.next();
      statement.push({ token: '""', line: tokens.line });
    } else if (token === ";") {
      if (statement[0]?.token === "package")
        packageName = statement
          .slice(1)
          .map((part) => part.token)
          .join("");
      declare();
      statement = [];
    } else if (token === "{") {
      const inOption =
        statement.some((part) => part.token === "=") && !statement.some((part) => part.token === "group");
      if (inOption) {
        // The braces of an option's value belong to the statement.
        for (let depth = 1; depth > 0; ) {
          const inner = tokens.next();
          if (inner === null) return found;
          depth += inner === "{" ? 1 : inner === "}" ? -1 : 0;
        }
        continue;
      }
      const keyword = statement.findIndex((part) => SCOPES.has(part.token));
      const kind = statement[keyword]?.token;
      if (kind === "group") declare(true);
      const opensScope = kind === "message" || kind === "group" || kind === "enum";
      scopes.push(opensScope ? statement[keyword + 1]?.token : undefined);
      statement = [];
    } else if (token === "}") {
      scopes.pop();
      statement = [];
    } else {
      statement.push({ token, line: tokens.line });
    }
  }
  return found;
}

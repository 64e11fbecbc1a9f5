/** A .proto file that was pasted. */
export interface ProtoFile {
  readonly name: string;
  readonly text: string;
  /** How many lines of the pasted text stand before the file. */
  readonly linesBefore: number;
}

/** A line that names the file below it. */
const HEADER = /^\s*\/\/\s*file:\s*(\S+)\s*$/i;
/** A statement that can only be the first of a file. */
const FIRST_STATEMENT = /^\s*(?:syntax|edition)\s*=/;

/**
 * Cuts a pasted text into files. A file begins at a line `// file: acme/v1/login.proto`, and at a second `syntax` or
 * `edition`, with the comments above it.
 */
export function protoFiles(text: string): readonly ProtoFile[] {
  const lines = text.split("\n");
  const starts: { line: number; name: string | undefined }[] = [];
  let hasStatement = false;
  lines.forEach((line, index) => {
    const name = HEADER.exec(line)?.[1];
    if (name !== undefined) {
      starts.push({ line: index, name });
      hasStatement = false;
      return;
    }
    if (!FIRST_STATEMENT.test(line)) return;
    if (hasStatement) starts.push({ line: startOfComments(lines, index), name: undefined });
    hasStatement = true;
  });
  if (starts[0]?.line !== 0) starts.unshift({ line: 0, name: undefined });
  const taken = new Set<string>();
  return starts.flatMap(({ line, name }, index) => {
    const content = lines.slice(line, starts[index + 1]?.line).join("\n");
    if (name === undefined && content.trim() === "") return [];
    return [{ name: unusedName(name ?? "pasted.proto", taken), text: content, linesBefore: line }];
  });
}

function startOfComments(lines: readonly string[], line: number): number {
  let start = line;
  while (start > 0 && lines[start - 1]?.trimStart().startsWith("//")) start -= 1;
  return start;
}

function unusedName(name: string, taken: Set<string>): string {
  let unused = name;
  for (let count = 2; taken.has(unused); count += 1) unused = name.replace(/(\.proto)?$/, `-${count}.proto`);
  taken.add(unused);
  return unused;
}

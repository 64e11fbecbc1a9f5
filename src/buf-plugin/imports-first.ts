import type { FileDescriptorProto } from "@bufbuild/protobuf/wkt";

/** A registry takes a file only after its imports. */
export function importsFirst(files: readonly FileDescriptorProto[]): FileDescriptorProto[] {
  const byName = new Map(files.map((file) => [file.name, file]));
  const sorted = new Set<FileDescriptorProto>();
  const begun = new Set<FileDescriptorProto>();
  const add = (file: FileDescriptorProto): void => {
    if (begun.has(file)) return;
    begun.add(file);
    for (const name of file.dependency) {
      const imported = byName.get(name);
      if (imported !== undefined) add(imported);
    }
    sorted.add(file);
  };
  files.forEach(add);
  return [...sorted];
}

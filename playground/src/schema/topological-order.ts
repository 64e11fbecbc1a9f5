import type { FileDescriptorProto } from "@bufbuild/protobuf/wkt";
import { ProtoError } from "./parsed-file.js";

/**
 * Orders files so that each one stands behind those that it depends on.
 *
 * @throws {ProtoError} if files depend on each other.
 */
export function topologicalOrder(files: readonly FileDescriptorProto[]): readonly FileDescriptorProto[] {
  const byName = new Map(files.map((file) => [file.name, file]));
  const ordered: FileDescriptorProto[] = [];
  const state = new Map<string, "entered" | "left">();
  const visit = (file: FileDescriptorProto): void => {
    if (state.get(file.name) === "left") return;
    if (state.get(file.name) === "entered")
      throw new ProtoError(`${file.name} and the files that it uses import each other`);
    state.set(file.name, "entered");
    for (const name of file.dependency) {
      const dependency = byName.get(name);
      if (dependency !== undefined) visit(dependency);
    }
    state.set(file.name, "left");
    ordered.push(file);
  };
  files.forEach(visit);
  return ordered;
}

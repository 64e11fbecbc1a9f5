import { create, type DescFile } from "@bufbuild/protobuf";
import { describe, expect, it } from "vitest";
import { file_csi_v1_csi } from "../../src/csi/gen/csi/v1/csi_pb.js";
import { createSanitizer, STRIPPED } from "../../src/index.js";
import { buildFile, csiSecret, messageField, messageIn, stringField } from "../schema/build-file.js";

/** A file with a recursive type, and how often the options of its fields have been read. */
function countedFile(): { readonly file: DescFile; readonly reads: Map<string, number> } {
  const file = buildFile(
    {
      name: "tree.proto",
      package: "tree",
      messageType: [
        {
          name: "Tree",
          field: [
            stringField("label", 1),
            stringField("password", 2, { options: csiSecret() }),
            messageField("left", 3, "tree.Tree"),
            messageField("leaf", 4, "tree.Leaf"),
          ],
        },
        { name: "Leaf", field: [stringField("color", 1), stringField("pin", 2, { options: csiSecret() })] },
      ],
    },
    file_csi_v1_csi,
  );
  const reads = new Map<string, number>();
  for (const field of file.messages.flatMap((message) => message.fields)) {
    const { options } = field.proto;
    Object.defineProperty(field.proto, "options", {
      get() {
        reads.set(field.name, (reads.get(field.name) ?? 0) + 1);
        return options;
      },
    });
  }
  return { file, reads };
}

function treeOf(file: DescFile): object {
  const leaf = { color: "green", pin: "x" };
  return create(messageIn(file, "tree.Tree"), {
    label: "a",
    password: "x",
    leaf,
    left: { label: "b", left: { leaf } },
  });
}

const once = { label: 1, password: 1, left: 1, leaf: 1, color: 1, pin: 1 };

describe("the options of a field are read once per sanitizer", () => {
  it("not before its type is printed", () => {
    const { file, reads } = countedFile();
    const sanitizer = createSanitizer({ schemas: [file] });
    sanitizer.strip(treeOf(file));
    expect(reads.size).toBe(0);
  });

  it("and never again, however often and in whichever way it is printed", () => {
    const { file, reads } = countedFile();
    const sanitizer = createSanitizer({ schemas: [file] });
    const tree = treeOf(file);
    for (let round = 0; round < 5; round++) {
      sanitizer.stringify(tree);
      sanitizer.stringify("tree.Tree", tree);
      sanitizer.stringify(messageIn(file, "tree.Tree"), tree);
      sanitizer.toJson(tree);
      String(sanitizer.strip(tree));
      sanitizer.stringify(create(messageIn(file, "tree.Leaf"), { color: "green" }));
    }
    expect(Object.fromEntries(reads)).toEqual(once);
  });

  it("of a type that comes with a call, too", () => {
    const { file, reads } = countedFile();
    const sanitizer = createSanitizer();
    const tree = treeOf(file);
    for (let round = 0; round < 5; round++) sanitizer.stringify(messageIn(file, "tree.Tree"), tree);
    sanitizer.stringify(
      messageIn(file, "tree.Leaf"),
      create(messageIn(file, "tree.Leaf"), { color: "green" }),
    );
    expect(Object.fromEntries(reads)).toEqual(once);
  });

  it("by each sanitizer for itself", () => {
    const { file, reads } = countedFile();
    for (let sanitizers = 1; sanitizers <= 3; sanitizers++) {
      createSanitizer({ schemas: [file] }).stringify(treeOf(file));
      expect(reads.get("password")).toBe(sanitizers);
    }
  });
});

describe("two sanitizers with different policies over the same types do not mix", () => {
  const { file } = countedFile();
  const tree = treeOf(file);
  const byOption = createSanitizer({ schemas: [file] });
  const byField = createSanitizer({
    schemas: [file],
    policy: { fieldOptions: [], fields: ["tree.Leaf.color", "tree.Tree.label"] },
  });
  const printedByOption = {
    label: "a",
    password: STRIPPED,
    leaf: { color: "green", pin: STRIPPED },
    left: { label: "b", left: { leaf: { color: "green", pin: STRIPPED } } },
  };
  const printedByField = {
    label: STRIPPED,
    password: "x",
    leaf: { color: STRIPPED, pin: "x" },
    left: { label: STRIPPED, left: { leaf: { color: STRIPPED, pin: "x" } } },
  };

  it("in turns", () => {
    for (let turn = 0; turn < 3; turn++) {
      expect(byOption.toJson(tree)).toEqual(printedByOption);
      expect(byField.toJson(tree)).toEqual(printedByField);
    }
  });

  it("one inside the other", () => {
    const detects = createSanitizer({
      schemas: [file],
      policy: { fieldOptions: [], detectors: [(text) => byOption.stringify(tree).includes(`"${text}"`)] },
    });
    // The inner one prints "a", "b" and "green", and not "x".
    expect(detects.toJson(tree)).toEqual({
      label: STRIPPED,
      password: "x",
      leaf: { color: STRIPPED, pin: "x" },
      left: { label: STRIPPED, left: { leaf: { color: STRIPPED, pin: "x" } } },
    });
  });

  it("one that refuses a type has no effect on one that does not", () => {
    const descriptor = countedFile().file;
    const password = messageIn(descriptor, "tree.Tree").fields[1];
    if (password === undefined) throw new Error("no field");
    const { options } = password.proto;
    let isBroken = true;
    Object.defineProperty(password.proto, "options", {
      get() {
        if (isBroken) throw new Error("value x");
        return options;
      },
    });
    const refusing = createSanitizer({ schemas: [descriptor] });
    const message = treeOf(descriptor);
    expect(refusing.stringify(message)).toBe('"<<options of password cannot be read, tree.Tree>>"');
    isBroken = false;
    expect(createSanitizer({ schemas: [descriptor] }).toJson(message)).toEqual(printedByOption);
    expect(refusing.stringify(message)).not.toContain('"x"');
  });
});

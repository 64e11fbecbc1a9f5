/** What was opened. */
export interface OpenedFiles {
  /** .proto files, one below the other, each below a line with its name. */
  onProto(text: string): void;
  onDescriptorSet(bytes: Uint8Array): void;
}

/** Opens files that are chosen, or dropped anywhere on the page. */
export function openFiles(input: HTMLInputElement, dropZone: HTMLElement, events: OpenedFiles): void {
  input.addEventListener("change", () => {
    void open([...(input.files ?? [])], events);
    // The same file may be chosen again.
    input.value = "";
  });
  const hasFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes("Files") === true;
  dropZone.addEventListener("dragover", (event) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    dropZone.classList.add("drop");
  });
  dropZone.addEventListener("dragleave", () => dropZone.classList.remove("drop"));
  dropZone.addEventListener("drop", (event) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    dropZone.classList.remove("drop");
    void open([...(event.dataTransfer?.files ?? [])], events);
  });
}

async function open(files: readonly File[], events: OpenedFiles): Promise<void> {
  const protos = files.filter(({ name }) => name.endsWith(".proto"));
  if (protos.length > 0) {
    const texts = await Promise.all(
      protos.map(async (file) => `// file: ${file.name}\n${await file.text()}`),
    );
    events.onProto(texts.join("\n"));
    return;
  }
  const [first] = files;
  if (first !== undefined) events.onDescriptorSet(new Uint8Array(await first.arrayBuffer()));
}

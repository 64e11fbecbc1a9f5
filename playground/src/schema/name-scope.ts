/** What a name in a .proto file may stand for. */
export interface Declared {
  readonly kind: "message" | "enum" | "extension";
  /** The file that declares it. */
  readonly file: string;
}

/** The names of all files, to be looked up as protoc does: from the innermost scope outwards. */
export class NameScope {
  readonly #declared = new Map<string, Declared>();

  declare(fullName: string, declared: Declared): void {
    this.#declared.set(fullName, declared);
  }

  /**
   * Finds what a name stands for.
   *
   * @param scope full name of the message or package around it.
   * @returns undefined if no file declares it.
   */
  resolve(
    name: string,
    scope: string,
    kinds: readonly Declared["kind"][],
  ): (Declared & { readonly fullName: string }) | undefined {
    if (name.startsWith(".")) return this.#get(name.slice(1), kinds);
    for (let around = scope; ; around = around.slice(0, Math.max(0, around.lastIndexOf(".")))) {
      const found = this.#get(around === "" ? name : `${around}.${name}`, kinds);
      if (found !== undefined || around === "") return found;
    }
  }

  #get(fullName: string, kinds: readonly Declared["kind"][]): (Declared & { fullName: string }) | undefined {
    const declared = this.#declared.get(fullName);
    return declared && kinds.includes(declared.kind) ? { ...declared, fullName } : undefined;
  }
}

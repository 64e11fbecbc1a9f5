import type { Pseudonyms } from "../pseudonym/index.js";
import { unreadableError, usageError } from "./command-error.js";
import { inputName, readWhole, STANDARD_INPUT } from "./input-output.js";

/** The keys of pseudonyms, as commands take them. */
export interface KeyFileOptions {
  /** Files with a key each. */
  readonly keyFile: readonly string[];
  /** The names of the keys. */
  readonly keyId?: readonly string[] | undefined;
}

/** Collects the values of an option that may be repeated. */
export function collect(value: string, previous: readonly string[] = []): readonly string[] {
  return [...previous, value];
}

/** @throws {CommandError} if there are not as many names as files, or if a key comes from standard input. */
export function checkKeyFiles({ keyFile, keyId }: KeyFileOptions): void {
  if (keyFile.includes(STANDARD_INPUT)) throw usageError("--key-file: standard input has the value");
  if (keyId === undefined ? keyFile.length > 1 : keyId.length !== keyFile.length)
    throw usageError("--key-id: expected one for each --key-file");
}

/**
 * Reads keys, and makes what makes pseudonyms with them.
 *
 * @throws {CommandError} if a file cannot be read, or holds no key. The error has no part of a key.
 */
export async function pseudonymsOf({ keyFile, keyId }: KeyFileOptions): Promise<Pseudonyms> {
  // Loads the hash, which no other command needs.
  const { createPseudonyms } = await import("../pseudonym/index.js");
  const keys = await Promise.all(
    keyFile.map(async (file, index) => {
      const key = await readWhole(file);
      const id = keyId?.[index];
      // Each by itself first: the error names the file. It never has a part of the key.
      const own = id === undefined ? { key } : { key, keyId: id };
      try {
        createPseudonyms(own);
      } catch (error) {
        const problem =
          error instanceof TypeError ? error.message.replace(/^createPseudonyms: /, "") : "cannot be used";
        throw unreadableError(`${inputName(file)}: ${problem}`);
      }
      return own;
    }),
  );
  try {
    return createPseudonyms(keys);
  } catch {
    throw usageError("--key-id: two keys have the same name");
  }
}

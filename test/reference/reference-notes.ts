/** The marker that stands where a secret value stood. */
export const REFERENCE_STRIPPED = "***stripped***";

/** What the reference prints in place of a value that it does not print: every note there is. */
export const referenceNotes: {
  readonly unknownType: (typeName: string) => string;
  readonly malformed: (typeName: string) => string;
  readonly depthLimit: (maxDepth: number, typeName: string) => string;
} = {
  unknownType: (typeName) => (typeName === "" ? "<<unknown type>>" : `<<unknown type, ${typeName}>>`),
  malformed: (typeName) => `<<malformed, ${typeName}>>`,
  depthLimit: (maxDepth, typeName) => `<<depth limit of ${maxDepth} reached, ${typeName}>>`,
};

/** The marker in place of a secret value. */
export const REFERENCE_STRIPPED = "***stripped***";

/** All notes that the reference prints in place of values. */
export const referenceNotes: {
  readonly unknownType: (typeName: string) => string;
  readonly malformed: (typeName: string) => string;
  readonly depthLimit: (maxDepth: number, typeName: string) => string;
} = {
  unknownType: (typeName) => (typeName === "" ? "<<unknown type>>" : `<<unknown type, ${typeName}>>`),
  malformed: (typeName) => `<<malformed, ${typeName}>>`,
  depthLimit: (maxDepth, typeName) => `<<depth limit of ${maxDepth} reached, ${typeName}>>`,
};

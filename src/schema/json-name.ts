/** A field name in lower camel case: the JSON name that protoc derives from it. */
export function camelCase(name: string): string {
  return name.replace(/_+(.?)/g, (_, next: string) => next.toUpperCase());
}

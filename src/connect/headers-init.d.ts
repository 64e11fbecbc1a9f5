// The declarations of @connectrpc/connect name this type of browsers, which @types/node does not have.
type HeadersInit = ConstructorParameters<typeof Headers>[0];

/** The message types of a method of a service, whichever library described it. */
export interface MethodShape {
  /** Full name of the request's type, such as `csi.v1.NodePublishVolumeRequest`. */
  readonly inputType: string;
  /** Full name of the response's type. */
  readonly outputType: string;
}

const METHOD_PATH = /^\/([^/]+)\/([^/]+)$/;

/** The service and the method in a gRPC path, such as `/csi.v1.Node/NodePublishVolume`. Undefined for any other text. */
export function splitMethodPath(
  path: string,
): { readonly serviceName: string; readonly methodName: string } | undefined {
  const [, serviceName, methodName] = METHOD_PATH.exec(path) ?? [];
  return serviceName === undefined || methodName === undefined ? undefined : { serviceName, methodName };
}

/** The shape on which all sources of a method agree. Undefined if they disagree: then its message types are not known. */
export function agreedShape(shapes: readonly MethodShape[]): MethodShape | undefined {
  const [first, ...others] = shapes;
  const agree = others.every(
    (other) => other.inputType === first?.inputType && other.outputType === first.outputType,
  );
  return agree ? first : undefined;
}

/** The message types of a method of a service, whichever library described it. */
export interface MethodShape {
  /** Full name of the request's type, such as `csi.v1.NodePublishVolumeRequest`. */
  readonly inputType: string;
  /** Full name of the response's type. */
  readonly outputType: string;
}

const METHOD_PATH = /^\/([^/]+)\/([^/]+)$/;

/** The service and the method in a path of gRPC, such as `/csi.v1.Node/NodePublishVolume`; undefined if it is none. */
export function splitMethodPath(
  path: string,
): { readonly serviceName: string; readonly methodName: string } | undefined {
  const [, serviceName, methodName] = METHOD_PATH.exec(path) ?? [];
  return serviceName === undefined || methodName === undefined ? undefined : { serviceName, methodName };
}

/** Versions of Kubernetes components, such as `1.34` or `v1.35.2-gke.100`. One that is not given is not known. */
export interface KubernetesVersions {
  /** Of the oldest kube-apiserver. */
  readonly apiserver?: string;
  /** Of the oldest kubelet. */
  readonly kubelet?: string;
}

/** A minor version of Istio. Its API changes with these only, so a patch number is left out. */
export type IstioVersion = `1.${number}`;

/** How a mesh runs its workloads: with a sidecar each, or with ztunnels and waypoints. */
export type Profile = "sidecar" | "ambient";

/** The istiods that resources are judged for. */
export interface IstioTarget {
  readonly istioVersion: IstioVersion;
  readonly profile: Profile;
}

import type { IstioTarget, IstioVersion } from "../model/index.js";

/** The oldest Istio whose API the table of what came when knows. */
export const oldestIstioVersion: IstioVersion = "1.24";

/**
 * The Istio that schemas, protos and rules are written from: istio.io/api at 5803fb6 and istio.io/istio at eed52eb, of
 * August 2026, when 1.31 had been branched off and 1.32 was in development. What 1.32 was given after that is not known here.
 */
export const pinnedIstioVersion: IstioVersion = "1.32";

/** What resources are judged for where nobody says it. */
export const defaultIstioTarget: IstioTarget = { istioVersion: pinnedIstioVersion, profile: "sidecar" };

/** Reads `1.28`, or `1.28.3` with or without a `v` before it; undefined for any other text and outside the range. */
export function parseIstioVersion(text: string): IstioVersion | undefined {
  const minor = /^v?1\.([1-9][0-9]{0,2})(?:\.[0-9]{1,4})?$/.exec(text)?.[1];
  if (minor === undefined) return undefined;
  const version: IstioVersion = `1.${Number(minor)}`;
  return isBefore(version, oldestIstioVersion) || isBefore(pinnedIstioVersion, version) ? undefined : version;
}

/** Whether the one version is older than the other. */
export function isBefore(version: IstioVersion, other: IstioVersion): boolean {
  return minorOf(version) < minorOf(other);
}

function minorOf(version: IstioVersion): number {
  return Number(version.slice(2));
}

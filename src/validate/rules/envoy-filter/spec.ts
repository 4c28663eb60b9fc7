import type { WorkloadSelector } from "../shared/selectors.js";

/** What the rules read of an EnvoyFilter. */
export interface EnvoyFilter {
  readonly workloadSelector?: WorkloadSelector;
  readonly configPatches?: readonly ConfigPatch[];
}

export interface ConfigPatch {
  readonly applyTo?: string;
  readonly match?: Match;
  readonly patch?: { readonly operation?: string; readonly value?: object };
}

export interface Match {
  readonly context?: string;
  readonly proxy?: { readonly proxyVersion?: string };
  readonly listener?: { readonly filterChain?: { readonly filter?: FilterMatch } };
  readonly routeConfiguration?: object;
  readonly cluster?: object;
}

export interface FilterMatch {
  readonly name?: string;
  readonly subFilter?: { readonly name?: string };
}

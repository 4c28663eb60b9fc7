import {
  defaultIstioTarget,
  oldestIstioVersion,
  parseIstioVersion,
  pinnedIstioVersion,
} from "../collections/istio-versions.js";
import type { IstioTarget, IstioVersion, Profile } from "../model/index.js";
import { type ConfigFlags, flagSettings } from "./flags.js";
import { badSetting, type Setting, shown } from "./setting.js";

const profiles: readonly Profile[] = ["sidecar", "ambient"];

/** The settings that say which istiods resources are for. */
export interface IstioSettings {
  readonly istioVersion?: Setting<string>;
  readonly profile?: Setting<string>;
}

/** Fills in what is not given. Throws UsageError for a version out of range and a profile that does not exist. */
export function readIstioTarget({ istioVersion, profile }: IstioSettings): IstioTarget {
  return {
    istioVersion: istioVersion === undefined ? defaultIstioTarget.istioVersion : readVersion(istioVersion),
    profile: profile === undefined ? defaultIstioTarget.profile : readProfile(profile),
  };
}

function readVersion({ value, origin }: Setting<string>): IstioVersion {
  const version = parseIstioVersion(value);
  if (version !== undefined) return version;
  const remedy = `write a version from ${oldestIstioVersion} to ${pinnedIstioVersion}: that of the oldest istiod that is served`;
  throw badSetting(origin, `${shown(value)} is no version of Istio that is known here`, remedy);
}

function readProfile({ value, origin }: Setting<string>): Profile {
  const profile = profiles.find((known) => known === value);
  if (profile !== undefined) return profile;
  throw badSetting(origin, `${shown(value)} is no profile`, `use ${profiles.join(" or ")}`);
}

/** The same from flags alone, for commands that read no gitxds.yaml. */
export function istioTargetOf(flags: Pick<ConfigFlags, "istioVersion" | "profile">, cwd: string): IstioTarget {
  return readIstioTarget(flagSettings(flags, cwd).settings);
}

import { resolve } from "node:path";
import { findingCodes } from "../findings/catalog.js";
import type { AnalysisConfig, FailOn, FindingCode } from "../model/index.js";
import { nearMiss } from "../util/near-miss.js";
import { readMeshConfig } from "./mesh-config.js";
import { type AnalysisSettings, badSetting, type Setting, shown } from "./setting.js";

const severities: readonly FailOn[] = ["never", "warning", "error"];

/** Codes of analysis are Istio's own. */
const codes: readonly string[] = findingCodes.filter((code) => code.startsWith("IST"));

/** Reads what is said of analysis, the MeshConfig's file included. */
export function readAnalysis({ failOn, disable, meshConfig }: AnalysisSettings): AnalysisConfig {
  return {
    failOn: failOn === undefined ? "never" : parseFailOn(failOn),
    disable: disable === undefined ? [] : parseCodes(disable),
    mesh:
      meshConfig === undefined ? null : readMeshConfig(meshConfig, resolve(meshConfig.origin.base, meshConfig.value)),
  };
}

function parseFailOn({ value, origin }: Setting<string>): FailOn {
  const known = severities.find((severity) => severity === value);
  if (known !== undefined) return known;
  const near = nearMiss(value, severities);
  throw badSetting(origin, `${shown(value)} is not never, warning or error`, `write ${near ?? "one of the three"}`);
}

function parseCodes({ value, origin }: Setting<readonly string[]>): readonly FindingCode[] {
  return value.map((code) => {
    const upper = code.toUpperCase();
    if (codes.includes(upper)) return upper as FindingCode;
    const isOurs = findingCodes.includes(upper);
    const what = isOurs ? `${upper} is no code of analysis` : `there is no code ${shown(code)} in analysis`;
    const near = isOurs ? undefined : nearMiss(upper, codes);
    throw badSetting(origin, what, near === undefined ? `its codes are ${codes.join(", ")}` : `write ${near}`);
  });
}

import { Counter } from "prom-client";
import { pipelineFindings } from "../../findings/pipeline.js";
import { sourceFindings } from "../../findings/source.js";
import type { Event } from "../../model/index.js";
import type { MetricGroup } from "./context.js";
import { codeLabel } from "./labels.js";

type Problem = Extract<Event, { readonly type: "last-good-unusable" | "last-good-unsaved" | "unlocked" }>;

/** What went wrong in the state directory. */
export const stateFolderMetrics: MetricGroup = (registry, { sources }) => {
  const problems = new Counter({
    name: "gitxds_state_folder_problems_total",
    help: "Trouble with a source's folder of the state directory, by code (docs/findings.md): what was served last cannot be read or saved, or its lock not be written.",
    labelNames: ["source", "code"],
    registers: [registry],
  });
  const codes = [pipelineFindings.unusable, pipelineFindings.unsaved, sourceFindings.folderHeld].map(
    ({ code }) => code,
  );
  for (const source of sources) for (const code of codes) problems.inc({ source, code }, 0);
  const count = ({ source, code }: Problem) => problems.inc({ source, code: codeLabel(code) });
  return { "last-good-unusable": count, "last-good-unsaved": count, unlocked: count };
};

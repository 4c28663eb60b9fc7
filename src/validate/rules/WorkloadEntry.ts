import type { Resource } from "../../model/index.js";
import type { Problem } from "../problem.js";
import { type Rules, specOf } from "./rule.js";
import { type Workload, workload } from "./workload/workload.js";

export const workloadEntryRules: Rules = (resource: Resource): Iterable<Problem> =>
  workload(specOf<Workload>(resource), ["spec"], { takesNames: true });

import { analysisFindings } from "../../findings/analysis.js";
import { listAt, valueAt } from "../fields.js";
import type { AloneInMesh } from "./alone.js";

/** IST0157: access logs that go nowhere. */
export const logProvider: AloneInMesh = {
  kinds: ["Telemetry"],
  code: analysisFindings.noProvider.code,
  *examine({ document }, { logsByDefault }) {
    if (logsByDefault) return;
    for (const [index, logging] of listAt(document, "spec", "accessLogging").entries()) {
      if (valueAt(logging, "disabled") === true || listAt(logging, "providers").length > 0) continue;
      yield {
        row: analysisFindings.noProvider,
        path: ["spec", "accessLogging", index],
        message: "these access logs have no provider, and the mesh has no default one: nothing is logged",
        remedy: "add providers, or set defaultProviders.accessLogging in the MeshConfig",
      };
    }
  },
};

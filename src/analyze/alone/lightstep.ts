import { analysisFindings } from "../../findings/analysis.js";
import { listAt, textAt } from "../fields.js";
import type { AloneInMesh } from "./alone.js";

/** IST0002 for providers: traces that are sent to Lightstep by its own provider. */
export const lightstep: AloneInMesh = {
  kinds: ["Telemetry"],
  code: analysisFindings.deprecated.code,
  *examine({ document }, { lightstepProviders }) {
    for (const [index, tracing] of listAt(document, "spec", "tracing").entries()) {
      for (const [at, provider] of listAt(tracing, "providers").entries()) {
        const name = textAt(provider, "name");
        if (name === undefined || !lightstepProviders.includes(name)) continue;
        yield {
          row: analysisFindings.deprecated,
          path: ["spec", "tracing", index, "providers", at],
          message: `provider ${name} is of type lightstep, which is deprecated`,
          remedy: "define a provider of type opentelemetry in the MeshConfig, and name that",
        };
      }
    }
  },
};

import { analysisFindings } from "../../findings/analysis.js";
import { listAt } from "../fields.js";
import { isInternalGateway, meshGateway } from "../gateway-name.js";
import type { Alone } from "./alone.js";

/** IST0165: a VirtualService that names a Gateway of istiod's own making. */
export const internalGateway: Alone = {
  kinds: ["VirtualService"],
  *examine({ document }) {
    for (const [index, name] of listAt(document, "spec", "gateways").entries()) {
      if (typeof name !== "string" || name === meshGateway || !isInternalGateway(name)) continue;
      yield {
        row: analysisFindings.internalGateway,
        path: ["spec", "gateways", index],
        message: `${name} is a Gateway that istiod makes for a Gateway of the Kubernetes Gateway API`,
        remedy: "write an HTTPRoute for the Kubernetes Gateway, or name a Gateway of networking.istio.io",
      };
    }
  },
};

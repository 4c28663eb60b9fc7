import { analysisFindings } from "../../findings/analysis.js";
import { listAt, textAt, valueAt } from "../fields.js";
import type { AloneInMesh } from "./alone.js";

/** IST0134: a TCP port of a host without an address, where proxies allocate none. */
export const missingAddress: AloneInMesh = {
  kinds: ["ServiceEntry"],
  code: analysisFindings.addressMissing.code,
  *examine({ document }, { allocatesAddresses }) {
    const spec = valueAt(document, "spec");
    if (allocatesAddresses || listAt(spec, "addresses").length > 0) return;
    for (const [index, port] of listAt(spec, "ports").entries()) {
      const protocol = textAt(port, "protocol");
      if (protocol !== undefined && protocol.toUpperCase() !== "TCP") continue;
      yield {
        row: analysisFindings.addressMissing,
        path: ["spec", "ports", index],
        message: `a port of protocol TCP${protocol === undefined ? ", which it is without one," : ""} needs an address to be told from others`,
        remedy: "add addresses, name the port's protocol if it is another, or let proxies allocate addresses",
      };
    }
  },
};

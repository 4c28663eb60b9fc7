import { analysisFindings } from "../../findings/analysis.js";
import type { JsonPath, JsonValue } from "../../model/index.js";
import { listAt, textAt, valueAt } from "../fields.js";
import type { Alone, Doubt } from "./alone.js";

/** IST0128 and IST0129: TLS to a server whose certificate is held against no authority of the user's choice. */
export const serverVerification: Alone = {
  kinds: ["DestinationRule"],
  *examine({ document }) {
    const spec = valueAt(document, "spec");
    const policy = valueAt(spec, "trafficPolicy");
    const host = textAt(spec, "host") ?? "";
    const selects = valueAt(spec, "workloadSelector") !== undefined;
    const path = ["spec", "trafficPolicy"];
    if (isUnverified(valueAt(policy, "tls"), selects)) {
      yield doubt(analysisFindings.unverifiedDestination, [...path, "tls"], host);
    }
    for (const [index, setting] of listAt(policy, "portLevelSettings").entries()) {
      if (!isUnverified(valueAt(setting, "tls"), selects)) continue;
      const number = valueAt(setting, "port", "number");
      const where = typeof number === "number" ? `port ${number} of ${host}` : `a port of ${host}`;
      yield doubt(analysisFindings.unverifiedPort, [...path, "portLevelSettings", index, "tls"], where);
    }
  },
};

/** The secret that credentialName names is read where the proxies that use it are selected. */
function isUnverified(tls: JsonValue | undefined, selects: boolean): boolean {
  const mode = textAt(tls, "mode");
  if (mode !== "SIMPLE" && mode !== "MUTUAL") return false;
  return textAt(tls, "caCertificates") === undefined && !(selects && textAt(tls, "credentialName") !== undefined);
}

function doubt(row: Doubt["row"], path: JsonPath, where: string): Doubt {
  return {
    row,
    path,
    target: "key",
    message: `TLS to ${where} names no caCertificates to check the server's certificate by`,
    remedy: "set caCertificates, or credentialName together with a workloadSelector",
  };
}

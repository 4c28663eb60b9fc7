import { analysisFindings } from "../../findings/analysis.js";
import type { GatewayFacts } from "../facts.js";
import { type Across, crowdOf, nameOthers } from "./across.js";

/** So many other Gateways are looked for; the message names a few of them. */
const maxOthers = 20;

/** IST0138: a certificate that another Gateway of the same workloads, or of some of them, uses, too. */
export const sharedCertificate: Across = function* ({ gateways }) {
  for (const [certificate, users] of usersOf(gateways)) {
    if (users.length < 2) continue;
    const bySelection = indexSelectors(users.map(({ gateway }) => gateway));
    for (const { gateway, server } of users) {
      const others = bySelection(gateway);
      if (others.length === 0) continue;
      yield {
        row: analysisFindings.sharedCertificate,
        facts: gateway,
        path: ["spec", "servers", server, "tls"],
        pointAt: "key",
        target: certificate,
        message: `the certificate (${certificate}) is also used by Gateway ${nameOthers(gateway, crowdOf([gateway, ...others]))}, for the same workloads`,
        remedy: "serve the hosts of one certificate by one Gateway, or give each a certificate of its own hosts only",
      };
    }
  }
};

interface User {
  readonly gateway: GatewayFacts;
  readonly server: number;
}

function usersOf(gateways: readonly GatewayFacts[]): ReadonlyMap<string, readonly User[]> {
  const users = new Map<string, User[]>();
  for (const gateway of gateways) {
    for (const { certificate, server } of gateway.certificates) {
      const known = users.get(certificate);
      if (known !== undefined) known.push({ gateway, server });
      else users.set(certificate, [{ gateway, server }]);
    }
  }
  return users;
}

/** Finds the other Gateways that have every label of one's selector. A Gateway without a selector is of all workloads. */
function indexSelectors(gateways: readonly GatewayFacts[]): (gateway: GatewayFacts) => readonly GatewayFacts[] {
  const byLabel = new Map<string, GatewayFacts[]>();
  for (const gateway of gateways) {
    for (const label of gateway.selector) {
      const known = byLabel.get(label);
      if (known !== undefined) known.push(gateway);
      else byLabel.set(label, [gateway]);
    }
  }
  return (gateway) => {
    const lists = gateway.selector.map((label) => byLabel.get(label) ?? []);
    const fewest = lists.reduce((best, list) => (list.length < best.length ? list : best), lists[0] ?? gateways);
    const others: GatewayFacts[] = [];
    for (const other of fewest) {
      if (other === gateway || !gateway.selector.every((label) => other.selector.includes(label))) continue;
      others.push(other);
      if (others.length === maxOthers) break;
    }
    return others;
  };
}

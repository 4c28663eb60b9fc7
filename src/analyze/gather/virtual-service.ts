import type { JsonPath, JsonValue, Resource } from "../../model/index.js";
import { detach } from "../../util/detach.js";
import { completeHost } from "../../util/short-hosts.js";
import type { Subject, SubsetReference, VirtualServiceFacts } from "../facts.js";
import { listAt, textAt, textsAt, valueAt } from "../fields.js";
import { isInternalGateway, meshGateway } from "../gateway-name.js";
import { scopesOf } from "./scopes.js";

/** What a VirtualService says of others. */
export function virtualServiceFacts(
  { document, namespace }: Resource,
  subject: Subject,
  domainSuffix: string,
): Omit<VirtualServiceFacts, "spared"> {
  const spec = valueAt(document, "spec");
  const inFull = (host: string) => detach(completeHost(host, namespace, domainSuffix));
  const gateways = textsAt(spec, "gateways");
  return {
    kind: "VirtualService",
    subject,
    hosts: [...new Set(textsAt(spec, "hosts").map(inFull))],
    scopes: scopesOf(spec, namespace),
    inMesh: gateways.length === 0 || gateways.includes(meshGateway),
    gateways: gateways.flatMap((name, index) => {
      if (name === meshGateway || isInternalGateway(name)) return [];
      const gateway = detach(name.includes("/") ? name : `${namespace}/${name}`);
      return [{ gateway, index }];
    }),
    subsets: subsetsOf(spec, inFull),
  };
}

function subsetsOf(spec: JsonValue | undefined, inFull: (host: string) => string): readonly SubsetReference[] {
  const found = new Map<string, SubsetReference>();
  for (const { destination, path } of destinations(spec)) {
    const host = textAt(destination, "host");
    const subset = textAt(destination, "subset");
    if (host === undefined || subset === undefined) continue;
    const key = `${host} ${subset}`;
    if (found.has(key)) continue;
    found.set(key, { host: inFull(host), subset: detach(subset), path: ["spec", ...path, "subset"] });
  }
  return [...found.values()];
}

interface PlacedDestination {
  readonly destination: JsonValue | undefined;
  /** Inside the spec. */
  readonly path: JsonPath;
}

function* destinations(spec: JsonValue | undefined): Iterable<PlacedDestination> {
  for (const protocol of ["http", "tls", "tcp"]) {
    for (const [index, route] of listAt(spec, protocol).entries()) {
      const path = [protocol, index];
      yield* destinationsIn(route, "route", path);
      if (protocol !== "http") continue;
      yield { destination: valueAt(route, "mirror"), path: [...path, "mirror"] };
      yield* destinationsIn(route, "mirrors", path);
    }
  }
}

function* destinationsIn(route: JsonValue, key: string, path: JsonPath): Iterable<PlacedDestination> {
  for (const [index, entry] of listAt(route, key).entries()) {
    yield { destination: valueAt(entry, "destination"), path: [...path, key, index, "destination"] };
  }
}

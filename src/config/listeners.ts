import { type Address, type ListenerConfig, type SourceConfig, UsageError } from "../model/index.js";
import { overlapOf } from "../util/ownership.js";
import { parseAddress } from "./address.js";
import { parseRanges } from "./cidr.js";
import { readListenerTls } from "./listener-tls.js";
import { badSetting, type ListenerSettings, type Origin, read, type Settings, shown } from "./setting.js";

/**
 * Reads where istiods connect, and what they get there: `listen`, or a default, is one address with every source. Throws where two
 * addresses are one, or two sources of one listener may define the same.
 */
export function readListeners(
  { listen, listeners }: Pick<Settings, "listen" | "listeners">,
  sources: readonly SourceConfig[],
  { listen: otherwise, admin }: { readonly listen: Address; readonly admin: Address },
): readonly ListenerConfig[] {
  if (listen !== undefined && listeners !== undefined) {
    throw badSetting(listen.origin, "there are listeners, too", "give the address in the list, and leave this out");
  }
  const all = sources.map(({ name }) => name);
  if (listeners === undefined) {
    const address = read(listen, parseAddress, otherwise);
    if (collide(address, admin)) {
      throw new UsageError(`--listen and --admin are both port ${address.port}`, eachItsOwn);
    }
    rejectOverlaps(sources);
    return [{ address, sources: all }];
  }
  const chosen: ListenerConfig[] = [];
  for (const settings of listeners.value) {
    const listener = readListener(settings, all);
    rejectCollisions(settings.address.origin, listener, chosen, admin);
    rejectOverlaps(sources.filter(({ name }) => listener.sources.includes(name)));
    chosen.push(listener);
  }
  return chosen;
}

const eachItsOwn = "give each its own port: the one speaks gRPC, the other HTTP";

function readListener({ address, sources, tls, allow }: ListenerSettings, all: readonly string[]): ListenerConfig {
  for (const [index, name] of (sources?.value ?? []).entries()) {
    if (sources === undefined || all.includes(name)) continue;
    const origin = { ...sources.origin, where: `${sources.origin.where}[${index}]` };
    throw badSetting(origin, `there is no source ${shown(name)}`, `the sources are ${all.join(", ")}`);
  }
  // In the order of the list of sources, so that the id of a snapshot does not depend on how a listener was written.
  const chosen = sources === undefined ? all : all.filter((name) => sources.value.includes(name));
  return {
    address: parseAddress(address),
    sources: chosen,
    ...(tls === undefined ? {} : { tls: readListenerTls(tls) }),
    ...(allow === undefined ? {} : { allow: parseRanges(allow) }),
  };
}

function rejectCollisions(
  origin: Origin,
  { address }: ListenerConfig,
  others: readonly ListenerConfig[],
  admin: Address,
): void {
  if (collide(address, admin)) throw badSetting(origin, `port ${address.port} is that of admin, too`, eachItsOwn);
  if (others.some((other) => collide(other.address, address))) {
    throw badSetting(origin, `port ${address.port} is that of another listener, too`, "give each its own port");
  }
}

/** Whether two addresses cannot be listened on together; every address of the machine includes each one. */
function collide(a: Address, b: Address): boolean {
  const everywhere = [a.host, b.host].some((host) => host === "0.0.0.0" || host === "::");
  return a.port !== 0 && a.port === b.port && (everywhere || a.host === b.host);
}

/** Of two sources that may define the same resource, neither could be published without asking the other. */
function rejectOverlaps(sources: readonly SourceConfig[]): void {
  if (sources.length < 2) return;
  for (const [index, source] of sources.entries()) {
    if (source.owns === undefined) {
      throw new UsageError(
        `source ${source.name} does not say what it owns, and is served together with others`,
        "give each of them owns: {namespaces: […], kinds: […]}",
      );
    }
    for (const other of sources.slice(0, index)) {
      const overlap = other.owns && overlapOf(other.owns, source.owns);
      if (overlap === undefined) continue;
      const what = `${overlap.kind ?? "every kind"} in ${overlap.namespaces === "*" ? "every namespace" : overlap.namespaces}`;
      throw new UsageError(
        `sources ${other.name} and ${source.name} both own ${what}, and one listener serves both`,
        "let one of them own it, or serve them by listeners of their own",
      );
    }
  }
}

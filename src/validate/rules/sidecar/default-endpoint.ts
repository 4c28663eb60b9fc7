import { sidecarFindings } from "../../../findings/rules/sidecar.js";
import type { JsonPath } from "../../../model/index.js";
import type { Problem } from "../../problem.js";
import { showPath, showText } from "../../show.js";
import { problem } from "../rule.js";
import { unixSocket } from "../shared/addresses.js";
import { isPort } from "../shared/ports.js";
import { unixScheme } from "./listener.js";

/** As Go's net.SplitHostPort and strconv.Atoi read it: brackets may enclose any of the hosts, a plus sign the port. */
const localEndpoint = /^(?:\[(?:127\.0\.0\.1|0\.0\.0\.0|::1?)?\]|127\.0\.0\.1|0\.0\.0\.0)?:\+?(\d+)$/;

/** Where an ingress listener leads to; an absent or empty one leaves it to Istio. */
export function* defaultEndpoint(endpoint: string | undefined, path: JsonPath): Iterable<Problem> {
  if (endpoint === undefined || endpoint === "") return;
  if (endpoint.startsWith(unixScheme)) {
    yield* unixSocket(endpoint.slice(unixScheme.length), path);
    return;
  }
  const port = localEndpoint.exec(endpoint)?.[1];
  if (port !== undefined && isPort(Number(port))) return;
  const fault = port === undefined ? "is no endpoint of the workload itself" : "has no port from 1 to 65535";
  yield problem(
    sidecarFindings.defaultEndpoint,
    path,
    `${showPath(path)} ${fault}: ${showText(endpoint)}`,
    "write 127.0.0.1:PORT, 0.0.0.0:PORT, [::1]:PORT, [::]:PORT, :PORT or unix:///PATH",
  );
}

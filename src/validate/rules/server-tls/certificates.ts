import { serverTlsFindings } from "../../../findings/rules/server-tls.js";
import type { JsonPath } from "../../../model/index.js";
import type { Problem } from "../../problem.js";
import { showList, showPath } from "../../show.js";
import { entriesOf, problem } from "../rule.js";
import { isSet, modeOf, passesThrough, type ServerCertificate, type ServerTls } from "./settings.js";

const sources = ["serverCertificate", "privateKey", "tlsCertificates", "credentialName", "credentialNames"] as const;

const fileRemedy = "write the path of a file; a Gateway can use credentialName instead";

/** Where a server's certificates come from, and whether its mode can use them. */
export function* certificates(tls: ServerTls, path: JsonPath): Iterable<Problem> {
  if (modeOf(tls) === "ISTIO_MUTUAL") {
    yield* none(tls, path);
    return;
  }
  yield* oneSource(tls, path);
  if (passesThrough(tls)) yield* unused(tls, path);
  else if (isSet(tls.credentialName) || isSet(tls.credentialNames)) return;
  else yield* files(tls, path);
}

function* none(tls: ServerTls, path: JsonPath): Iterable<Problem> {
  for (const field of [...sources, "caCertificates"] as const)
    if (isSet(tls[field]))
      yield wrong(
        [...path, field],
        "cannot be set with ISTIO_MUTUAL, which uses the certificate that Istio issues to the workload",
        "remove it, or choose MUTUAL",
      );
}

function* oneSource(tls: ServerTls, path: JsonPath): Iterable<Problem> {
  const given = [
    isSet(tls.serverCertificate) && isSet(tls.privateKey) ? "serverCertificate with privateKey" : "",
    ...(["tlsCertificates", "credentialName", "credentialNames"] as const).filter((field) => isSet(tls[field])),
  ].filter((source) => source !== "");
  if (given.length > 1)
    yield wrong(path, `has certificates from ${showList(given, "and")}`, "keep one of these sources");
}

function* unused(tls: ServerTls, path: JsonPath): Iterable<Problem> {
  if (isSet(tls.caCrl) && isSet(tls.credentialName))
    yield wrong(
      [...path, "caCrl"],
      "cannot stand beside credentialName",
      "put the revocation list into the credential",
    );
  const given = [...sources, "caCertificates", "caCrl"] as const;
  for (const field of given.filter((name) => isSet(tls[name])).slice(0, 1)) {
    const at = [...path, field];
    yield problem(
      serverTlsFindings.certificatesUnused,
      at,
      `${showPath(at)} has no effect: with ${modeOf(tls)} the server does not decrypt`,
      "remove it, or choose SIMPLE or MUTUAL",
    );
  }
}

function* files(tls: ServerTls, path: JsonPath): Iterable<Problem> {
  const mode = modeOf(tls);
  if (mode !== "SIMPLE" && !isSet(tls.caCertificates))
    yield wrong([...path, "caCertificates"], `is missing: ${mode} verifies the certificates of clients`, fileRemedy);
  if (isSet(tls.tlsCertificates))
    for (const [pair, at] of entriesOf(tls.tlsCertificates, [...path, "tlsCertificates"])) yield* complete(pair, at);
  else yield* complete(tls, path);
  if (mode === "SIMPLE" && isSet(tls.caCrl))
    yield wrong([...path, "caCrl"], "cannot be used with SIMPLE, which has clients without certificates", "remove it");
}

function* complete(pair: ServerCertificate, path: JsonPath): Iterable<Problem> {
  for (const field of ["serverCertificate", "privateKey"] as const)
    if (!isSet(pair[field]))
      yield wrong([...path, field], "is missing: the server has to present a certificate", fileRemedy);
}

function wrong(path: JsonPath, fault: string, remedy: string): Problem {
  return problem(serverTlsFindings.certificates, path, `${showPath(path)} ${fault}`, remedy);
}

import { destinationRuleFindings } from "../../../findings/rules/destination-rule.js";
import type { JsonPath } from "../../../model/index.js";
import type { Problem } from "../../problem.js";
import { showList, showPath, showText } from "../../show.js";
import { problem } from "../rule.js";

/** istio.networking.v1alpha3.ClientTLSSettings. */
export interface ClientTls {
  readonly mode?: "DISABLE" | "SIMPLE" | "MUTUAL" | "ISTIO_MUTUAL";
  readonly clientCertificate?: string;
  readonly privateKey?: string;
  readonly caCertificates?: string;
  readonly caCrl?: string;
  readonly subjectAltNames?: readonly string[];
  readonly credentialName?: string;
  readonly insecureSkipVerify?: boolean | null;
}

type Field = keyof ClientTls;

const configMapScheme = "configmap://";

/** `namespace` is the resource's own. */
export function* clientTls(tls: ClientTls | undefined, path: JsonPath, namespace: string): Iterable<Problem> {
  if (tls === undefined) return;
  const usesCredential = isSet(tls.credentialName) && (tls.mode === "SIMPLE" || tls.mode === "MUTUAL");
  yield* configMap(tls.credentialName, [...path, "credentialName"], namespace);
  yield* unverified(tls, path);
  if (usesCredential) yield* credentialOnly(tls, path);
  else if (tls.mode === "MUTUAL") yield* ownCertificate(tls, path);
}

function* configMap(name: string | undefined, path: JsonPath, namespace: string): Iterable<Problem> {
  if (name === undefined || !name.startsWith(configMapScheme)) return;
  const [where = "", map = ""] = name.slice(configMapScheme.length).split("/");
  const remedy = `write ${configMapScheme}${namespace}/ and the name of the ConfigMap`;
  if (where === "" || map === "")
    yield wrong(path, `is ${showText(name)}, which does not name a namespace and a ConfigMap`, remedy);
  else if (where !== namespace)
    yield wrong(
      path,
      `is in the namespace ${showText(where)}, but a ConfigMap must be in the resource's own, ${showText(namespace)}`,
      remedy,
    );
}

/** What only a verification would use. A credential may hold a client's certificate too, which MUTUAL needs. */
function* unverified(tls: ClientTls, path: JsonPath): Iterable<Problem> {
  if (!tls.insecureSkipVerify || (tls.mode !== "SIMPLE" && tls.mode !== "MUTUAL")) return;
  const fields: readonly Field[] =
    tls.mode === "SIMPLE"
      ? ["caCertificates", "credentialName", "subjectAltNames"]
      : ["caCertificates", "subjectAltNames"];
  const given = fields.filter((field) => isSet(tls[field]));
  if (given.length > 0)
    yield wrong(
      [...path, "insecureSkipVerify"],
      `skips the verification for which ${showList(given, "and")} would be used`,
      "remove insecureSkipVerify, or what verifies",
    );
}

function* credentialOnly(tls: ClientTls, path: JsonPath): Iterable<Problem> {
  for (const field of ["clientCertificate", "privateKey", "caCertificates", "caCrl"] as const)
    if (isSet(tls[field]))
      yield wrong(
        [...path, field],
        "stands beside credentialName, which holds all certificates",
        "remove one of the two",
      );
}

function* ownCertificate(tls: ClientTls, path: JsonPath): Iterable<Problem> {
  for (const field of ["clientCertificate", "privateKey"] as const)
    if (!isSet(tls[field]))
      yield wrong(
        [...path, field],
        "is missing: MUTUAL presents a certificate of the client",
        `write the path of a file, or use credentialName`,
      );
}

function isSet(value: ClientTls[Field]): boolean {
  return typeof value === "object" && value !== null ? value.length > 0 : Boolean(value);
}

function wrong(path: JsonPath, fault: string, remedy: string): Problem {
  return problem(destinationRuleFindings.clientTls, path, `${showPath(path)} ${fault}`, remedy);
}

import type { JsonObject, ListenerTls } from "../model/index.js";
import { parsePath } from "./path.js";
import { badSetting, member, type Setting, shown } from "./setting.js";

/** A SPIFFE id or another URI, or a DNS name; printable ASCII without spaces, as certificates have them. */
const uri = /^[a-z][a-z0-9+.-]*:\/\/[\u0021-\u007e]+$/i;
const dnsName = /^(?=.{1,253}$)[a-z0-9_]([-a-z0-9_]*[a-z0-9_])?(\.[a-z0-9_]([-a-z0-9_]*[a-z0-9_])?)*$/i;

/** Reads with which files a listener speaks TLS, and which clients it asks for a certificate. */
export function readListenerTls(tls: Setting<JsonObject>): ListenerTls {
  const [cert, key, clientCa] = ["certFile", "keyFile", "clientCaFile"].map((name) => member<string>(tls, name));
  if (cert === undefined || key === undefined) {
    throw badSetting(tls.origin, "has no certFile or no keyFile", "give both; they may name one file that holds both");
  }
  const sans = member<readonly string[]>(tls, "allowedSans");
  if (sans !== undefined && clientCa === undefined) {
    throw badSetting(
      sans.origin,
      "clients are asked for no certificate",
      "give clientCaFile, the authorities that clients' certificates are from",
    );
  }
  return {
    certFile: parsePath(cert),
    keyFile: parsePath(key),
    clientCaFile: clientCa === undefined ? null : parsePath(clientCa),
    allowedSans: sans === undefined ? [] : parseSans(sans),
  };
}

function parseSans({ value, origin }: Setting<readonly string[]>): readonly string[] {
  return value.map((san, index) => {
    if (uri.test(san) || dnsName.test(san)) return san;
    throw badSetting(
      { ...origin, where: `${origin.where}[${index}]` },
      `${shown(san)} is no DNS name and no URI`,
      "write it as in spiffe://cluster.local/ns/ops/sa/dashboard or dashboard.example.com; there are no wildcards",
    );
  });
}

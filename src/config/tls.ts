import type { JsonObject, TlsFiles } from "../model/index.js";
import { parsePath } from "./path.js";
import { badSetting, member, type Setting } from "./setting.js";

/** Reads which files TLS connections are made with; whether they can be used is found out when they are. */
export function readTls(tls: Setting<JsonObject>): TlsFiles {
  const path = (key: string) => {
    const setting = member<string>(tls, key);
    return setting === undefined ? null : parsePath(setting);
  };
  const files = { caFile: path("caFile"), certFile: path("certFile"), keyFile: path("keyFile") };
  if ((files.certFile === null) === (files.keyFile === null)) return files;
  throw badSetting(tls.origin, "certFile and keyFile go together", "give both; they may name one file that holds both");
}

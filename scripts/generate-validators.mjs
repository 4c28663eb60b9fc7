// Writes generated/validators.js and generated/schemas.json from schemas/kinds/: the validate functions of the served kinds
// and the schemas they were compiled from, which explain their errors.
import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { compileSchemas } from "./compile-schemas.mjs";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const kinds = [
  "AuthorizationPolicy",
  "DestinationRule",
  "EnvoyFilter",
  "Gateway",
  "PeerAuthentication",
  "ProxyConfig",
  "RequestAuthentication",
  "ServiceEntry",
  "Sidecar",
  "Telemetry",
  "TrafficExtension",
  "VirtualService",
  "WasmPlugin",
  "WorkloadEntry",
  "WorkloadGroup",
];

const { code, schemas } = compileSchemas(Object.fromEntries(kinds.map((kind) => [kind, readSchema(kind)])));
writeFileSync(join(root, "generated/validators.js"), code);
writeFileSync(join(root, "generated/schemas.json"), JSON.stringify(schemas));

function readSchema(kind) {
  const file = `schemas/kinds/${kind}.schema.json`;
  let text;
  try {
    text = readFileSync(join(root, file), "utf8");
  } catch (error) {
    if (error.code !== "ENOENT") throw error;
    throw new Error(`${file} is missing: every served kind needs its schema`);
  }
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(`${file} is not JSON: ${error.message}`);
  }
}

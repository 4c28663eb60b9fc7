export type ServerTlsMode =
  | "PASSTHROUGH"
  | "SIMPLE"
  | "MUTUAL"
  | "AUTO_PASSTHROUGH"
  | "ISTIO_MUTUAL"
  | "OPTIONAL_MUTUAL";

/** istio.networking.v1alpha3.ServerTLSSettings. */
export interface ServerTls {
  readonly httpsRedirect?: boolean;
  readonly mode?: ServerTlsMode;
  readonly serverCertificate?: string;
  readonly privateKey?: string;
  readonly caCertificates?: string;
  readonly caCrl?: string;
  readonly tlsCertificates?: readonly ServerCertificate[];
  readonly credentialName?: string;
  readonly credentialNames?: readonly string[];
  readonly subjectAltNames?: readonly string[];
  readonly minProtocolVersion?: string;
  readonly cipherSuites?: readonly string[];
}

export interface ServerCertificate {
  readonly serverCertificate?: string;
  readonly privateKey?: string;
}

export function modeOf({ mode = "PASSTHROUGH" }: ServerTls): ServerTlsMode {
  return mode;
}

/** Whether the server forwards the connection by its SNI without decrypting it. */
export function passesThrough(tls: ServerTls): boolean {
  return modeOf(tls) === "PASSTHROUGH" || modeOf(tls) === "AUTO_PASSTHROUGH";
}

/** Whether a text or list holds something: an empty one is as none. */
export function isSet(value: string | readonly unknown[] | undefined): boolean {
  return value !== undefined && value.length > 0;
}

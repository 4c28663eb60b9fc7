import * as hosts from "./pools/hosts.js";
import * as http from "./pools/http.js";
import { long, type Pool, pool } from "./pools/pool.js";
import * as security from "./pools/security.js";
import * as words from "./pools/words.js";

/** By `KIND.path`, the first that fits; entries of lists and maps have the path of what holds them. */
const poolsByField: readonly (readonly [field: RegExp, pool: Pool])[] = [
  [/^Gateway\.servers\.hosts$/, hosts.gatewayHosts],
  [/^Sidecar\.egress\.hosts$/, hosts.egressHosts],
  [/sniHosts$/, hosts.snis],
  [/^VirtualService\.gateways$|match\.gateways$/, hosts.gateways],
  [/^WorkloadGroup.*\.(exec\.command|httpGet\.host|tcpSocket\.host)$/, words.texts],
  [/(operation|notHosts|operation\.hosts)$|operation\.(not)?[hH]osts$/, security.stringLists],
  [/(\.|^)(hosts?|authority|allowOrigin|targetHost)$/i, hosts.hosts],
  [/(sni)$/, hosts.sni],
  [/(address)$/, hosts.endpoints],
  [/(addresses|[iI]pBlocks|Subnets?)$/, hosts.addresses],
  [/(\.|^)bind$/, hosts.bindAddresses],
  [/defaultEndpoint$/, hosts.defaultEndpoints],
  [
    /(timeout|[iI]nterval|maxAge|[dD]elay|Time|backoff|DurationSecs|duration|Duration|ttl|Period|time)$/,
    words.durations,
  ],
  [/(perTryTimeout|connectTimeout|idleTimeout)$/, words.durations],
  [/(regex|uriRegexRewrite\.match)$/, words.regexes],
  [/proxyVersion$/, words.proxyVersions],
  [/exportTo$/, hosts.exportTo],
  [
    /(headers\.(request|response)\.remove|allowHeaders|exposeHeaders|httpHeaderName|httpHeaders\.name|outputClaimToHeaders\.header|outputPayloadToHeader|fromHeaders\.name|header\.name)$/,
    http.headerNames,
  ],
  [/(headers\.(request|response)\.(set|add)|httpHeaders\.value)$/, http.headerValues],
  [/([lL]abels|selector)$/, words.labelValues],
  [/(ports?|listener|routeConfiguration)\.(name|portName)$/, http.portNames],
  [/protocol$/, http.protocols],
  [/(distribute\.(from|to)|failover\.(from|to)|locality)$/, hosts.localities],
  [
    /failoverPriority$/,
    pool(
      "topology.kubernetes.io/region topology.kubernetes.io/zone network",
      "topology.istio.io/subzone topology.istio.io/network a=b a= =b a=b=c topology.kubernetes.io/region=x app",
      [""],
    ),
  ],
  [/[pP]rincipals$/, security.principals],
  [/[tT]rustDomains$/, hosts.domains],
  [/[sS]erviceAccounts?$/, security.accounts],
  [/([cC]redentialNames?|CertCredentialName)$/, security.secrets],
  [/(clientCertificate|serverCertificate|privateKey|caCertificates|caCrl)$/, security.files],
  [/operation\.(paths|notPaths)$/, http.paths],
  [/(uri\.(exact|prefix)|rewrite\.uri|redirect\.uri|prefixRewrite|\.path)$/, http.uris],
  [/(jwksUri|jwks_uri|issuer)$/, security.urls],
  [/(^|\.)(wasm\.)?url$/, security.wasmUrls],
  [/jwks$/, security.jwks],
  [/when\.key$/, security.whenKeys],
  [/when\.(notV|v)alues$/, security.whenValues],
  [/operation\.(notP|p)orts$/, security.ports],
  [/(allowMethods|operation\.(notM|m)ethods|method\.(exact|prefix))$/, http.methods],
  [/retryOn$/, http.retryOn],
  [/grpcStatus$/, http.grpcStatus],
  [/(redirect\.scheme|httpGet\.scheme|scheme\.(exact|prefix))$/, http.schemes],
  [/cipherSuites$/, security.ciphers],
  [/ecdhCurves$/, pool("X25519 P-256", "p-256 NOPE X25519MLKEM768 P-384 P-521", [""])],
  [
    /(verifyCertificate(Hash|Spki))$/,
    { good: ["NvqYIYSbgK2vCJpQhObf77vv+bQWtc5ek5RIOwPiC9A=", long(64)], odd: ["x", "", long(63), long(2, "ab:cd:")] },
  ],
  [/filter\.expression$/, words.expressions],
  [/sha256$/, security.sha],
  [/(env|environment)\.name$/, words.envNames],
  [/targetRefs?\.group$/, words.groups],
  [/targetRefs?\.kind$/, words.targetKinds],
  [/tunnel\.protocol$/, pool("CONNECT POST", "", ["connect", "GET", "PUT", ""])],
  [/body\.bytes$/, http.base64],
  [/inlineCode$/, { good: ["x = 1"], odd: ["", long(65_536), long(65_537), long(32_769, "é")] }],
  [/body\.string$/, http.bodies],
  [
    /subFilter\.name$|filter\.name$/,
    pool("envoy.filters.http.router envoy.filters.network.http_connection_manager", "", [
      "envoy.router",
      "envoy.http_connection_manager",
      "x",
      "",
    ]),
  ],
  [/(source|match)\.(notN|n|sourceN)amespaces?$/, words.names],
  [/imageType$/, pool("default distroless debug", "", ["nope", ""])],
  [/name$|subset$|namespace$/i, words.names],
];

/** Keys of maps, likewise. */
const keysByField: readonly (readonly [field: RegExp, pool: Pool])[] = [
  [/([lL]abels|selector)$/, words.labelKeys],
  [/headers?$|withoutHeaders$|(set|add)$/, http.headerNames],
  [/portLevelMtls$/, pool("8080 80", "0 65535 65536 -1 x 08 1.5 4294967296 +80 0x50 99999999999999999999", [""])],
  [/ports$/, http.portNames],
  [/distribute\.to$/, hosts.localities],
  [/environmentVariables$/, words.envNames],
];

export function textsOf(field: string): Pool {
  return poolOf(field, poolsByField);
}

export function keysOf(field: string): Pool {
  return poolOf(field, keysByField);
}

function poolOf(field: string, table: typeof poolsByField): Pool {
  return table.find(([pattern]) => pattern.test(field))?.[1] ?? words.texts;
}

/** Every odd text: what is wrong for one field may pass for another. */
export const oddTexts: readonly string[] = [
  ...new Set([...poolsByField, ...keysByField].flatMap(([, { odd }]) => odd)),
];

/** Numbers at the edges of what some rule asks for. */
export const oddNumbers: readonly string[] = words.numbers;

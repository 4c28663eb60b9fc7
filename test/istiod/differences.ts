import type { KindName } from "../../src/model/index.js";
import { messagesOf } from "./support/oracle/causes.js";
import type { Direction, Disagreement } from "./support/oracle/compare.js";
import { refusal } from "./support/verdict.js";

/** Where gitxds differs on purpose. Stricter is always safe; looser is for what needs Envoy's own types, and nothing else. */
export interface Difference {
  /** What gitxds asks, or leaves unasked. */
  readonly rule: string;
  readonly direction: Direction;
  /** What it protects from, or why it cannot be had. */
  readonly reason: string;
  /** A document on which the two disagree for this reason. */
  readonly example: string;
  readonly matches: (found: Disagreement) => boolean;
}

/** What istiod says of a patch.value that is not of Envoy's types: the reader of its JSON says it in many ways. */
const conversion = new RegExp(
  "^(referenced type unknown.*: )?Envoy filter: " +
    "(json: |bad \\w+: |Any JSON |can't unmarshal |could not resolve |unknown value |" +
    "unexpected end of JSON input|invalid character |illegal base64 data )",
);

/** The closed list: a disagreement that matches none of these is a defect. */
export const differences: readonly Difference[] = [
  {
    rule: "an integer is exact in a double",
    direction: "stricter",
    reason: "beyond 2^53 the digits that arrive would be others than those in Git",
    example: document("WasmPlugin", "extensions.istio.io/v1alpha1", "{url: x, pluginConfig: {a: 9007199254740993}}"),
    matches: saying("GX104", /is beyond 2\^53$/),
  },
  {
    rule: "a key that is not text looks like the key that it becomes",
    direction: "stricter",
    reason: "1e3 as a key is the label 1000, which nobody would look for",
    example: document("PeerAuthentication", "security.istio.io/v1", '{selector: {matchLabels: {1e3: ""}}}'),
    matches: saying("GX104", /cannot be a key$/),
  },
  {
    rule: "characters that end a line, or mark the order of bytes, for some readers only are escaped",
    direction: "stricter",
    reason: "YAML 1.1 and 1.2 read U+0085, U+2028, U+2029 and U+FEFF inside a text differently",
    example: document("ProxyConfig", "networking.istio.io/v1beta1", '{environmentVariables: {A: "\ufeff"}}'),
    matches: saying("GX101", /the character U\+(0085|2028|2029|FEFF) is not allowed$/),
  },
  {
    rule: "bytes are a Base64 text",
    direction: "stricter",
    reason: "an API server lets a list pass for bytes, and it then is whatever the reader makes of it",
    example: document(
      "VirtualService",
      "networking.istio.io/v1",
      "{hosts: [a], http: [{directResponse: {status: 200, body: {bytes: [1]}}}]}",
    ),
    matches: saying("GX205", /directResponse\.body\.bytes must be a string, found a list$/),
  },
  {
    rule: "a colon in a flow collection does not touch what follows",
    direction: "stricter",
    reason: "[2001:db8::] is a text in YAML 1.1 and an object in YAML 1.2",
    example: document("ServiceEntry", "networking.istio.io/v1", "{hosts: [example.com], addresses: [2001:db8::]}"),
    matches: saying(
      "GX101",
      /(?:a colon in a flow collection touches what follows|an IPv6 address that ends in a colon stands unquoted in brackets)$/,
    ),
  },
  {
    rule: "a dash alone in a flow collection is quoted",
    direction: "stricter",
    reason: "YAML 1.2 reads {app: -} as the start of a list, which cannot stand there",
    example: document("ProxyConfig", "networking.istio.io/v1beta1", "{environmentVariables: {A: -}}"),
    matches: saying("GX101", /missed comma between flow collection entries$/),
  },
  {
    rule: "the localities that traffic is distributed to do not overlap, in whichever order they are compared",
    direction: "stricter",
    reason: "Istio compares the keys of a map in an order that is another in each run, and refuses them in some only",
    example: document(
      "DestinationRule",
      "networking.istio.io/v1",
      "{host: a, trafficPolicy: {loadBalancer: {localityLbSetting: {distribute: [{from: eu, to: {eu/*: 50, eu/1: 50}}]}}}}",
    ),
    matches: saying("GX537", /\.to(\.|\[)\S+ overlaps with /),
  },
  {
    rule: "an SNI host is among the hosts of its VirtualService after short names are completed, too",
    direction: "stricter",
    reason: "istiod completes the hosts of what it gets over xDS and would drop the resource in silence",
    example: document(
      "VirtualService",
      "networking.istio.io/v1",
      "{hosts: [reviews], tls: [{match: [{sniHosts: [reviews]}], route: [{destination: {host: reviews}}]}]}",
    ),
    matches: saying("GX290", /is not among the hosts once those are completed/),
  },
  {
    rule: "a member stands once in an object of inline keys",
    direction: "stricter",
    reason: "readers differ in which of two they take, so istiod and the proxy may check tokens by different keys",
    example: document(
      "RequestAuthentication",
      "security.istio.io/v1",
      '{jwtRules: [{issuer: a, jwks: \'{"keys": [], "keys": []}\'}]}',
    ),
    matches: saying("GX529", /a member stands twice in one object$/),
  },
  {
    rule: "inline keys end with their JSON",
    direction: "stricter",
    reason: "istiod stops reading after the first value and hands the proxy all of the text, which is no JSON",
    example: document(
      "RequestAuthentication",
      "security.istio.io/v1",
      "{jwtRules: [{issuer: a, jwks: '{\"keys\": []} more'}]}",
    ),
    matches: saying("GX529", /it is not JSON$/),
  },
  {
    rule: "the name of a capture group stands once in a regular expression",
    direction: "stricter",
    reason: "Go takes it twice; re2js, like most engines, does not, and a second group of one name is a slip",
    example: document(
      "VirtualService",
      "networking.istio.io/v1",
      '{hosts: [a], http: [{match: [{method: {regex: "(?<n>)(?<n>)"}}], route: [{destination: {host: a}}]}]}',
    ),
    matches: saying("GX513", /duplicate capture group name/),
  },
  {
    rule: "a class of characters is called by its short name",
    direction: "stricter",
    reason:
      "Go reads long names, such as Letter, and any way of writing them since 1.25; Envoy knows the short ones only",
    example: document(
      "VirtualService",
      "networking.istio.io/v1",
      "{hosts: [a], http: [{match: [{method: {regex: '\\p{Letter}'}}], route: [{destination: {host: a}}]}]}",
    ),
    matches: saying("GX513", /invalid character class range: `\\[pP]\{/),
  },
  {
    rule: "[: begins the name of a class of characters",
    direction: "stricter",
    reason:
      "without a name and :] after it, a reader of regular expressions may take it for two characters or for a slip",
    example: document(
      "VirtualService",
      "networking.istio.io/v1",
      "{hosts: [a], http: [{match: [{method: {regex: '[[:]'}}], route: [{destination: {host: a}}]}]}",
    ),
    matches: saying("GX513", /invalid character class range: `\[:\]`/),
  },
  {
    rule: "an address with two slashes is none",
    direction: "stricter",
    reason: "Istio takes what follows the percent sign for the zone of an IPv6 address, whatever it is",
    example: document(
      "ServiceEntry",
      "networking.istio.io/v1",
      "{hosts: [example.com], addresses: [fe80::1%a/b/64], ports: [{number: 80, name: http}], resolution: STATIC}",
    ),
    matches: saying("GX511", /is not an IP address or CIDR range: "[^"]*%[^"]*\/[^"]*\//),
  },
  {
    rule: "a tag is ! or !! and a name, with a space after it",
    direction: "stricter",
    reason: "readers of YAML do not agree on where another one ends, or whether ! alone makes a text of what follows",
    example: document("ProxyConfig", "networking.istio.io/v1beta1", "{environmentVariables: {A: ! }}"),
    matches: saying("GX101", /^this is not YAML as Kubernetes reads it: the tag "!.*" is not one that can be read$/),
  },
  {
    rule: "a host that a VirtualService names short and in full is sent once",
    direction: "bytes",
    reason: "both are one host once short names are completed, and istiod takes no host twice",
    example: document(
      "VirtualService",
      "networking.istio.io/v1",
      "{hosts: [reviews, reviews.shop.svc.cluster.local], http: [{redirect: {uri: /}}]}",
    ),
    matches: ({ direction, kind, ours, theirs }) =>
      direction === "bytes" && kind === "VirtualService" && ours.wire === withoutTwinHosts(theirs.wireExpanded),
  },
  {
    rule: "minus zero keeps its sign",
    direction: "bytes",
    reason: "istiod keeps it too where it reads files; an API server makes it 0, and both mean nothing else",
    example: document("WasmPlugin", "extensions.istio.io/v1alpha1", "{url: x, pluginConfig: {a: -0.0}}"),
    matches: ({ direction, text }) => direction === "bytes" && /[\s:[,]-0(\.0*)?(?=[\s,\]}])/.test(text),
  },
  {
    rule: "an EnvoyFilter's patch.value is not converted to Envoy's types",
    direction: "looser",
    reason: "that takes every type of Envoy's API; each EnvoyFilter is warned of",
    example: document(
      "EnvoyFilter",
      "networking.istio.io/v1alpha3",
      "{configPatches: [{applyTo: CLUSTER, patch: {operation: MERGE, value: {name: 1}}}]}",
    ),
    matches: ({ direction, kind, theirs }) =>
      direction === "looser" &&
      kind === "EnvoyFilter" &&
      theirs.crdError === "" &&
      messagesOf(refusal(theirs) ?? "").every((message) => conversion.test(message)),
  },
];

function document(kind: KindName, apiVersion: string, spec: string): string {
  return `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: {name: example, namespace: shop}\nspec: ${spec}\n`;
}

/** All that gitxds has against the document is of this code and form. */
function saying(code: string, message: RegExp): Difference["matches"] {
  return ({ direction, ours }) =>
    direction === "stricter" && ours.errors.every((error) => error.code === code && message.test(error.message));
}

/** A VirtualService's bytes start with its hosts: field 1 with a length in one or two bytes. */
function withoutTwinHosts(base64: string): string {
  const wire = Buffer.from(base64, "base64");
  const hosts = new Map<string, Buffer>();
  let at = 0;
  while (wire[at] === 0x0a) {
    const [low = 0, high = 0] = wire.subarray(at + 1);
    const start = at + (low < 128 ? 2 : 3);
    const end = start + (low < 128 ? low : (low & 127) + high * 128);
    hosts.set(wire.toString("utf8", start, end), wire.subarray(at, end));
    at = end;
  }
  return Buffer.concat([...hosts.values(), wire.subarray(at)]).toString("base64");
}

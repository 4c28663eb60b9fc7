import assert from "node:assert/strict";
import { test } from "node:test";
import type { JsonObject, JsonPath, JsonValue } from "../../../src/model/index.js";
import { EncodeError, encodeBody } from "../../../src/proto/index.js";

const peer = "istio.security.v1beta1.PeerAuthentication";
const jwt = "istio.security.v1beta1.JWTRule";
const route = "istio.networking.v1alpha3.HTTPRoute";
const body = "istio.networking.v1alpha3.HTTPBody";
const percent = "istio.networking.v1alpha3.Percent";
const retry = "istio.networking.v1alpha3.HTTPRetry";
const port = "istio.networking.v1alpha3.PortSelector";
const outlier = "istio.networking.v1alpha3.OutlierDetection";
const balancer = "istio.networking.v1alpha3.LoadBalancerSettings";
const hash = "istio.networking.v1alpha3.LoadBalancerSettings.ConsistentHashLB";
const service = "istio.networking.v1alpha3.VirtualService";
const patch = "istio.networking.v1alpha3.EnvoyFilter.Patch";
const labels = "istio.type.v1beta1.WorkloadSelector";

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("hex");
}

/** Computed by hand from the wire format. */
const encodings: readonly [what: string, message: string, spec: string, bytes: string][] = [
  ["nothing", peer, `{}`, ""],
  ["an enum by name", peer, `{"mtls":{"mode":"STRICT"}}`, "12020803"],
  ["an enum's zero, which is not written", peer, `{"mtls":{"mode":"UNSET"}}`, "1200"],
  ["an empty message, which is not an absent one", peer, `{"mtls":{}}`, "1200"],
  ["null, which is absent", peer, `{"mtls":null,"selector":null,"portLevelMtls":null}`, ""],
  ["an empty map", peer, `{"portLevelMtls":{}}`, ""],
  [
    "map keys that are numbers, by size",
    peer,
    `{"portLevelMtls":{"8080":{"mode":"DISABLE"},"9":{}}}`,
    "1a0408091200" + "1a0708903f12020801",
  ],
  [
    "map keys that are texts, by their bytes",
    labels,
    `{"matchLabels":{"b":"2","a":"1"}}`,
    "0a060a0161120131" + "0a060a0162120132",
  ],
  ["an empty map key and value", labels, `{"matchLabels":{"":""}}`, "0a040a001200"],
  ["a map key named __proto__", labels, `{"matchLabels":{"__proto__":"x"}}`, "0a0e0a095f5f70726f746f5f5f120178"],
  ["a list", service, `{"hosts":["a",""]}`, "0a01610a00"],
  ["an empty list", service, `{"hosts":[],"http":[]}`, ""],
  ["a list of messages", service, `{"http":[{},{"name":"n"}]}`, "1a00" + "1a048a01016e"],
  ["a packed list", outlier, `{"outlierDetectionHttpErrorCodes":[500,503]}`, "5204f403f703"],
  ["an empty packed list", outlier, `{"outlierDetectionHttpErrorCodes":[]}`, ""],
  ["a wrapped zero", outlier, `{"consecutive5xxErrors":0}`, "3a00"],
  ["a wrapped number", outlier, `{"consecutive5xxErrors":7}`, "3a020807"],
  ["a wrapped null", outlier, `{"consecutive5xxErrors":null}`, ""],
  ["a plain zero", outlier, `{"consecutiveErrors":0}`, ""],
  ["a negative int32, in ten bytes", retry, `{"attempts":-1}`, "08ffffffffffffffffff01"],
  ["the greatest uint32", port, `{"number":4294967295}`, "08ffffffff0f"],
  ["a number as a text", port, `{"number":"80"}`, "0850"],
  [
    "the greatest uint64, as a text",
    hash,
    `{"maglev":{"tableSize":"18446744073709551615"}}`,
    "3a0b08ffffffffffffffffff01",
  ],
  ["a uint64 as a number", hash, `{"maglev":{"tableSize":65537}}`, "3a0408818004"],
  ["false in a oneof, which is written", hash, `{"useSourceIp":false}`, "1800"],
  ["an empty text in a oneof", hash, `{"httpHeaderName":""}`, "0a00"],
  ["null beside a member of a oneof", hash, `{"httpHeaderName":null,"useSourceIp":true}`, "1801"],
  ["members of oneofs, after all other fields", balancer, `{"simple":"RANDOM","localityLbSetting":{}}`, "1a000802"],
  ["two oneofs of one message", hash, `{"maglev":{},"minimumRingSize":1,"useSourceIp":true}`, "200118013a00"],
  ["a double", percent, `{"value":0.5}`, "09000000000000e03f"],
  ["a double's zero", percent, `{"value":0}`, ""],
  ["a double's minus zero", percent, `{"value":-0}`, "090000000000000080"],
  ["a double as a text", percent, `{"value":"5e-1"}`, "09000000000000e03f"],
  ["infinity", percent, `{"value":"-Infinity"}`, "09000000000000f0ff"],
  ["not a number", percent, `{"value":"NaN"}`, "09000000000000f87f"],
  ["bytes", body, `{"bytes":"YWI="}`, "12026162"],
  ["bytes with line breaks", body, `{"bytes":"YW\\r\\nI=\\n"}`, "12026162"],
  ["empty bytes in a oneof", body, `{"bytes":""}`, "1200"],
  ["a duration in Go's form", route, `{"timeout":"1h30m"}`, "320308982a"],
  ["a duration of nanoseconds only", route, `{"timeout":".5s"}`, "32061080cab5ee01"],
  ["a duration of zero", route, `{"timeout":"0"}`, "3200"],
  ["a negative duration", route, `{"timeout":"-1s"}`, "320b08ffffffffffffffffff01"],
  [
    "a struct, its keys sorted",
    patch,
    `{"value":{"b":[null,true,1],"a":{}}}`,
    "1225" + "0a070a016112022a00" + "0a1a0a0162121532130a0208000a0220010a0911000000000000f03f",
  ],
  [
    "a struct's texts and falses",
    patch,
    `{"value":{"":"","a":false}}`,
    "1211" + "0a060a0012021a00" + "0a070a016112022000",
  ],
  ["an empty struct", patch, `{"value":{}}`, "1200"],
  ["a name of the .proto that the CRD declares", jwt, `{"jwks_uri":"u"}`, "1a0175"],
  ["a field under both of its names", jwt, `{"jwks_uri":"u","jwksUri":"v"}`, "1a0176"],
  ["a null under the name that wins", jwt, `{"jwks_uri":"u","jwksUri":null}`, ""],
];

for (const [what, message, spec, bytes] of encodings) {
  test(`encodes ${what}`, () => {
    assert.equal(hex(encodeBody(message, JSON.parse(spec))), bytes);
  });
}

/** The message says what was found and what the type takes; the path leads to it from the document's root. */
const refusals: readonly [what: string, message: string, spec: string, path: JsonPath, says: string][] = [
  ["an unknown field", peer, `{"mtsl":{}}`, ["mtsl"], `PeerAuthentication has no field "mtsl"`],
  ["an unknown field that is null", peer, `{"x":null}`, ["x"], `PeerAuthentication has no field "x"`],
  ["an unknown field named __proto__", peer, `{"__proto__":{}}`, ["__proto__"], "has no field"],
  ["an unknown field named constructor", peer, `{"constructor":{}}`, ["constructor"], "has no field"],
  ["a name of the .proto file", route, `{"cors_policy":{}}`, ["cors_policy"], `has no field "cors_policy"`],
  [
    "an unknown enum value",
    peer,
    `{"mtls":{"mode":"strict"}}`,
    ["mtls", "mode"],
    `mode takes one of UNSET, DISABLE, PERMISSIVE, STRICT, not "strict"`,
  ],
  ["an enum as a number", peer, `{"mtls":{"mode":3}}`, ["mtls", "mode"], "not 3"],
  [
    "an enum named like a property of all objects",
    peer,
    `{"mtls":{"mode":"constructor"}}`,
    ["mtls", "mode"],
    "takes one of",
  ],
  ["a text for a message", peer, `{"mtls":"STRICT"}`, ["mtls"], `mtls takes an object, not "STRICT"`],
  ["a list for a message", peer, `{"mtls":[]}`, ["mtls"], "mtls takes an object, not a list"],
  ["a list for a map", peer, `{"portLevelMtls":[]}`, ["portLevelMtls"], "takes an object, not a list"],
  [
    "a map key that is not a number",
    peer,
    `{"portLevelMtls":{"http":{}}}`,
    ["portLevelMtls", "http"],
    "takes keys that are a whole number",
  ],
  ["a map key with a leading zero", peer, `{"portLevelMtls":{"080":{}}}`, ["portLevelMtls", "080"], `not "080"`],
  ["a negative map key", peer, `{"portLevelMtls":{"-1":{}}}`, ["portLevelMtls", "-1"], `not "-1"`],
  [
    "a map key out of range",
    peer,
    `{"portLevelMtls":{"4294967296":{}}}`,
    ["portLevelMtls", "4294967296"],
    "to 4294967295",
  ],
  ["null in a map", labels, `{"matchLabels":{"a":null}}`, ["matchLabels", "a"], "takes a text, not null"],
  ["null in a list", service, `{"hosts":["a",null]}`, ["hosts", 1], "hosts[1] takes a text, not null"],
  [
    "null in a list of messages",
    "istio.security.v1beta1.AuthorizationPolicy",
    `{"rules":[null]}`,
    ["rules", 0],
    "rules[0] takes an object, not null",
  ],
  ["a text for a list", service, `{"hosts":"a"}`, ["hosts"], `hosts takes a list, not "a"`],
  ["a number for a text", service, `{"hosts":[1]}`, ["hosts", 0], "hosts[0] takes a text, not 1"],
  ["half a surrogate pair", service, `{"hosts":["\\ud800"]}`, ["hosts", 0], "half of a surrogate pair"],
  [
    "half a surrogate pair in a key",
    labels,
    `{"matchLabels":{"\\udc00":"x"}}`,
    ["matchLabels", "\udc00"],
    "half of a surrogate pair",
  ],
  ["half a surrogate pair in a struct", patch, `{"value":{"a":"\\ud800"}}`, ["value", "a"], "half of a surrogate pair"],
  ["a text for a boolean", hash, `{"useSourceIp":"true"}`, ["useSourceIp"], `takes true or false, not "true"`],
  [
    "a number out of range",
    port,
    `{"number":4294967296}`,
    ["number"],
    "number takes a whole number from 0 to 4294967295, not 4294967296",
  ],
  ["a negative number for an unsigned field", port, `{"number":-1}`, ["number"], "not -1"],
  ["a fraction for a whole number", port, `{"number":1.5}`, ["number"], "not 1.5"],
  ["a fraction in a text", port, `{"number":"1.0"}`, ["number"], `not "1.0"`],
  ["a leading zero", port, `{"number":"080"}`, ["number"], `not "080"`],
  [
    "a number beyond 2^53, which has lost digits",
    hash,
    `{"maglev":{"tableSize":9007199254740993}}`,
    ["maglev", "tableSize"],
    "takes a whole number",
  ],
  [
    "a wrong element of a packed list",
    outlier,
    `{"outlierDetectionHttpErrorCodes":[500,"x"]}`,
    ["outlierDetectionHttpErrorCodes", 1],
    `not "x"`,
  ],
  ["a wrong wrapped value", outlier, `{"consecutive5xxErrors":true}`, ["consecutive5xxErrors"], "not true"],
  ["a number too large for a double", percent, `{"value":1e400}`, ["value"], "value takes a number, not Infinity"],
  ["infinity in lower case", percent, `{"value":"infinity"}`, ["value"], `not "infinity"`],
  ["bytes without padding", body, `{"bytes":"YWI"}`, ["bytes"], "takes bytes in standard base64, with padding"],
  ["bytes in the URL alphabet", body, `{"bytes":"-_8="}`, ["bytes"], `not "-_8="`],
  ["bytes with a space", body, `{"bytes":"YW I="}`, ["bytes"], "standard base64"],
  ["a long wrong value, shortened", body, `{"bytes":"${"-".repeat(99)}"}`, ["bytes"], `not "${"-".repeat(40)}…"`],
  [
    "a duration without a unit",
    route,
    `{"timeout":"5"}`,
    ["timeout"],
    `timeout takes a duration such as 1h30m, 5s or 100ms, not "5"`,
  ],
  ["a duration that is a number", route, `{"timeout":5}`, ["timeout"], "not 5"],
  [
    "two members of a oneof",
    hash,
    `{"useSourceIp":true,"httpHeaderName":"x"}`,
    ["useSourceIp"],
    "ConsistentHashLB takes either httpHeaderName or useSourceIp, not both",
  ],
  ["a list for a struct", patch, `{"value":[]}`, ["value"], "value takes an object, not a list"],
];

for (const [what, message, spec, path, says] of refusals) {
  test(`refuses ${what}`, () => {
    assert.throws(
      () => encodeBody(message, JSON.parse(spec)),
      (error) => {
        assert.ok(error instanceof EncodeError);
        assert.deepEqual(error.path, ["spec", ...path]);
        assert.ok(error.message.includes(says), `${error.message} should say: ${says}`);
        return true;
      },
    );
  });
}

test("a document that is nested too deep is refused before the stack ends", () => {
  let value: JsonObject = {};
  for (let depth = 0; depth < 100_000; depth += 1) value = { a: value };
  assert.throws(() => encodeBody(patch, { value }), /nested more than 48 levels/);
  let list: JsonValue = [];
  for (let depth = 0; depth < 100_000; depth += 1) list = [list];
  assert.throws(() => encodeBody(patch, { value: { list } }), /nested more than 48 levels/);
});

test("a message that protos/ does not have is a mistake of the caller's", () => {
  assert.throws(() => encodeBody("istio.mesh.v1alpha1.MeshConfig", {}), RangeError);
});

test("the bytes own their memory, so that keeping them keeps nothing else", () => {
  const bytes = encodeBody(peer, { mtls: { mode: "STRICT" } });
  assert.equal(bytes.buffer.byteLength, bytes.byteLength);
});

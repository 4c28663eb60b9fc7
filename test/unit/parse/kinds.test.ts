import assert from "node:assert/strict";
import { test } from "node:test";
import { parseFile } from "../../../src/parse/index.js";

function findingsOf(lines: readonly string[]) {
  return parseFile("a.yaml", Buffer.from(`${lines.join("\n")}\n`), { defaultNamespace: "default" }).findings;
}

interface Mistake {
  readonly what: string;
  readonly document: readonly string[];
  readonly code: string;
  readonly line: number;
  readonly message: RegExp;
  readonly remedy: RegExp;
}

const v1 = "apiVersion: networking.istio.io/v1";
const named = "metadata: {name: a}";

const mistakes: readonly Mistake[] = [
  {
    what: "a kind that is nearly one of the group's is suggested",
    document: [v1, "kind: VirtualServise", named],
    code: "GX111",
    line: 2,
    message: /no kind "VirtualServise" of the group networking.istio.io/,
    remedy: /did you mean kind: VirtualService of apiVersion: networking.istio.io\/v1/,
  },
  {
    what: "a kind in the wrong case is suggested",
    document: [v1, "kind: virtualservice", named],
    code: "GX111",
    line: 2,
    message: /virtualservice/,
    remedy: /kind: VirtualService/,
  },
  {
    what: "a kind that is near nothing lists those of the group",
    document: ["apiVersion: security.istio.io/v1", "kind: Firewall", named],
    code: "GX111",
    line: 2,
    message: /Firewall/,
    remedy: /AuthorizationPolicy, PeerAuthentication, RequestAuthentication/,
  },
  {
    what: "a kind under another of Istio's groups is told its own",
    document: [v1, "kind: AuthorizationPolicy", named],
    code: "GX112",
    line: 1,
    message: /of the group security.istio.io/,
    remedy: /write apiVersion: security.istio.io\/v1$/,
  },
  {
    what: "a misspelt group is told the right one",
    document: ["apiVersion: netwroking.istio.io/v1", "kind: Sidecar", named],
    code: "GX112",
    line: 1,
    message: /netwroking/,
    remedy: /networking.istio.io\/v1/,
  },
  {
    what: "a kind without a group is told its group, at a version it has",
    document: ["# istio.io", "apiVersion: v1", "kind: EnvoyFilter", named],
    code: "GX112",
    line: 2,
    message: /EnvoyFilter/,
    remedy: /networking.istio.io\/v1alpha3/,
  },
  {
    what: "a group without a version is an error",
    document: ["apiVersion: networking.istio.io", "kind: Foo", named],
    code: "GX112",
    line: 1,
    message: /no version/,
    remedy: /networking.istio.io\/v1/,
  },
  {
    what: "a group of Istio's past is an error, because its policy has no effect",
    document: ["apiVersion: rbac.istio.io/v1alpha1", "kind: ServiceRole", named],
    code: "GX111",
    line: 2,
    message: /no longer reads/,
    remedy: /AuthorizationPolicy/,
  },
  {
    what: "a missing kind is an error",
    document: [v1, named],
    code: "GX110",
    line: 1,
    message: /no kind/,
    remedy: /write the kind/,
  },
  {
    what: "a missing apiVersion of a served kind is an error",
    document: ["# istio.io", "kind: VirtualService", named],
    code: "GX110",
    line: 2,
    message: /no apiVersion/,
    remedy: /networking.istio.io\/v1/,
  },
  {
    what: "a kind that is not text is an error",
    document: [v1, "kind: [Gateway]", named],
    code: "GX110",
    line: 2,
    message: /something else than text as kind/,
    remedy: /kind: VirtualService/,
  },
  {
    what: "a list where the object should be is an error",
    document: [`- ${v1}`, "  kind: Gateway"],
    code: "GX110",
    line: 1,
    message: /no object/,
    remedy: /apiVersion and kind/,
  },
  {
    what: "missing metadata is an error",
    document: [v1, "kind: Gateway", "spec: {}"],
    code: "GX113",
    line: 1,
    message: /no metadata.name/,
    remedy: /write metadata.name/,
  },
  {
    what: "a missing name is an error at the metadata",
    document: [v1, "kind: Gateway", "metadata: {namespace: a}"],
    code: "GX113",
    line: 3,
    message: /no metadata.name/,
    remedy: /write metadata.name/,
  },
  {
    what: "a name that YAML reads as a number is an error",
    document: [v1, "kind: Gateway", "metadata:", "  name: 1e3"],
    code: "GX113",
    line: 4,
    message: /the number 1000, not text/,
    remedy: /as text/,
  },
  {
    what: "a name longer than Kubernetes takes is an error",
    document: [v1, "kind: Gateway", `metadata: {name: ${"a".repeat(254)}}`],
    code: "GX113",
    line: 3,
    message: /longer than 253/,
    remedy: /./,
  },
  {
    what: "a generateName cannot be served",
    document: [v1, "kind: Gateway", "metadata:", "  generateName: a-"],
    code: "GX113",
    line: 4,
    message: /generateName/,
    remedy: /write metadata.name/,
  },
  {
    what: "a namespace that YAML reads as a boolean is an error",
    document: [v1, "kind: Gateway", "metadata:", "  name: a", "  namespace: on"],
    code: "GX114",
    line: 5,
    message: /the boolean true, not text/,
    remedy: /as text/,
  },
  {
    what: "a key that stands twice is an error at the second",
    document: [v1, "kind: Gateway", named, "spec: {}", "spec: {}"],
    code: "GX103",
    line: 5,
    message: /"spec" stands twice/,
    remedy: /keep one/,
  },
  {
    what: "an integer that a double cannot hold is an error",
    document: [v1, "kind: Gateway", named, "spec: {a: 9007199254740993}"],
    code: "GX104",
    line: 4,
    message: /beyond 2\^53/,
    remedy: /quote/,
  },
  {
    what: "items that are no list are an error",
    document: ["apiVersion: networking.istio.io/v1", "kind: VirtualServiceList", "items: {a: 1}"],
    code: "GX115",
    line: 3,
    message: /not a list/,
    remedy: /dash/,
  },
];

for (const { what, document, code, line, message, remedy } of mistakes) {
  test(what, () => {
    const [first, ...more] = findingsOf(document);
    assert.deepEqual([first?.code, first?.line, first?.severity, more], [code, line, "error", []]);
    assert.match(first?.message ?? "", message);
    assert.match(first?.remedy ?? "", remedy);
  });
}

test("kinds of the same name in other projects, and Istio's own that are no configuration, are only counted", () => {
  for (const [apiVersion, kind] of [
    ["gateway.solo.io/v1", "VirtualService"],
    ["policy.linkerd.io/v1alpha1", "AuthorizationPolicy"],
    ["install.istio.io/v1alpha1", "IstioOperator"],
    ["operator.istio.io/v1", "Istio"],
    ["admissionregistration.k8s.io/v1", "ValidatingAdmissionPolicy"],
  ] as const) {
    const bytes = Buffer.from(`# istio.io\napiVersion: ${apiVersion}\nkind: ${kind}\n`);
    const { findings, otherKinds } = parseFile("a.yaml", bytes, { defaultNamespace: "default" });
    assert.deepEqual([findings, [...otherKinds]], [[], [[`${apiVersion} ${kind}`, 1]]]);
  }
});

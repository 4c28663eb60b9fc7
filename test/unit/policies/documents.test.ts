import assert from "node:assert/strict";
import { test } from "node:test";
import type { Finding } from "../../../src/model/index.js";
import { parseFile } from "../../../src/parse/index.js";
import { buildPolicySet, type PolicySet } from "../../../src/policies/index.js";
import { parseResource, policyYaml } from "../../support/policies.js";
import { peerAuthentication } from "../../support/yaml.js";

function build(...texts: readonly string[]): PolicySet {
  const documents = texts.flatMap((text, index) => {
    const { policies, findings } = parseFile(`${index}.yaml`, Buffer.from(text), { defaultNamespace: "default" });
    assert.deepEqual(findings, []);
    return policies;
  });
  return buildPolicySet(documents);
}

const brief = ({ code, line, column, message }: Finding) => `${code} ${line}:${column} ${message}`;

const good = policyYaml("good", "true");
const edit = (from: string | RegExp, to: string) => {
  const text = good.replace(from, to);
  assert.notEqual(text, good);
  return text;
};

const mistakes: readonly (readonly [title: string, text: string, found: RegExp])[] = [
  [
    "no rules",
    edit(/resourceRules:\n.*\n/, "matchPolicy: Exact\n"),
    /^GX400 6:3 spec.matchConstraints.resourceRules is missing$/,
  ],
  [
    "an unknown field",
    edit("matchConstraints:", "matchConstraint: {}\n  matchConstraints:"),
    /^GX400 6:3 spec has no field "matchConstraint"$/,
  ],
  [
    "an unknown operation",
    edit('operations: ["*"]', "operations: [CREAT]"),
    /^GX400 8:.* spec.matchConstraints.resourceRules\[0\].operations\[0\] is "CREAT", which it cannot be$/,
  ],
  ["a text for a list", edit('operations: ["*"]', "operations: CREATE"), /^GX400 8:.*operations must be a list$/],
  ["no name", edit("metadata: {name: good}", "metadata: {}"), /^GX400 4:.*has no name$/],
  ["no validations", edit(/ {2}validations:[\s\S]*?---/, "---"), /^GX400 5:.*the policy has no validations$/],
  ["a message of two lines", edit('message: "broken"', 'message: "a\\nb"'), /^GX400 12:.*several lines$/],
  [
    "an unknown reason",
    edit('message: "broken"', "reason: Because"),
    /^GX400 12:.*spec.validations\[0\].reason is "Because"/,
  ],
  [
    "an unknown failurePolicy",
    edit("  validations:", "  failurePolicy: Warn\n  validations:"),
    /^GX400 10:18 spec.failurePolicy is "Warn"/,
  ],
  [
    "two variables of one name",
    edit("  validations:", "  variables: [{name: a, expression: '1'}, {name: a, expression: '2'}]\n  validations:"),
    /^GX400 10:.*has "a" twice$/,
  ],
  [
    "a variable without a good name",
    edit("  validations:", "  variables: [{name: a-b, expression: '1'}]\n  validations:"),
    /^GX400 10:.*"a-b" is no name/,
  ],
  ["an unknown action", edit("[Deny]", "[Forbid]"), /^GX400 17:.*validationActions\[0\] is "Forbid"/],
  ["no action", edit("[Deny]", "[]"), /^GX400 17:.*spec.validationActions is missing$/],
  ["Deny and Warn", edit("[Deny]", "[Deny, Warn]"), /^GX400 17:.*exclude each other/],
  ["an action twice", edit("[Deny]", "[Deny, Deny]"), /^GX400 17:.*stands twice$/],
  [
    "a selector that cannot be",
    edit("matchConstraints:", "matchConstraints:\n    objectSelector: {matchExpressions: [{key: a, operator: Is}]}"),
    /^GX400 7:.*operator is "Is"/,
  ],
  [
    "values that nothing takes",
    edit(
      "matchConstraints:",
      "matchConstraints:\n    objectSelector: {matchExpressions: [{key: a, operator: Exists, values: [b]}]}",
    ),
    /^GX400 7:.*Exists takes no values$/,
  ],
  [
    "paramKind",
    edit("  validations:", "  paramKind: {apiVersion: v1, kind: ConfigMap}\n  validations:"),
    /^GX401 10:3 paramKind is not supported/,
  ],
  [
    "paramRef",
    edit("validationActions:", "paramRef: {name: a}, validationActions:"),
    /^GX401 17:.*paramRef is not supported/,
  ],
  [
    "labels of namespaces",
    edit("matchConstraints:", "matchConstraints:\n    namespaceSelector: {matchLabels: {team: a}}"),
    /^GX401 7:5 .*the label team of namespaces/,
  ],
  ["an older version", edit("/v1\n", "/v1beta1\n"), /^GX401 2:1 the apiVersion .*v1beta1 is not supported/],
  [
    "who asks",
    edit('"true"', `"request.userInfo.username == 'a'"`),
    /^GX401 11:20 spec.validations\[0\].expression: request.userInfo is not supported/,
  ],
  [
    "what the server sets",
    edit('"true"', `"object.metadata.generation == 1"`),
    /^GX401 11:20 .*object.metadata.generation is not supported/,
  ],
  ["params", edit('"true"', '"has(params.x)"'), /^GX401 11:24 .*params is not supported/],
  [
    "authorizer",
    edit('"true"', `"authorizer.path('/').check('get').allowed()"`),
    /^GX401 11:20 .*authorizer is not supported/,
  ],
  [
    "the namespace",
    edit('"true"', '"namespaceObject.metadata.labels == {}"'),
    /^GX401 11:20 .*only metadata.name is known/,
  ],
  [
    "a function that is not here",
    edit('"true"', `"isIP('1.2.3.4')"`),
    /^GX401 11:20 .*the function isIP is not supported here$/,
  ],
  ["a function that nobody has", edit('"true"', '"true && foo()"'), /^GX402 11:28 .*there is no function foo$/],
  [
    "no bool",
    edit('"true"', '"object.spec"'),
    /^GX402 11:19 spec.validations\[0\].expression must give bool, and gives dyn$/,
  ],
  [
    "a message that is no text",
    edit('message: "broken"', "messageExpression: '1'"),
    /^GX402 12:.*messageExpression must give string, and gives int$/,
  ],
  [
    "a condition that is no bool",
    edit("  validations:", "  matchConditions: [{name: a, expression: '1'}]\n  validations:"),
    /^GX402 10:.*must give bool, and gives int$/,
  ],
  [
    "a variable that comes later",
    edit(
      "  validations:",
      "  variables: [{name: a, expression: variables.b}, {name: b, expression: '1'}]\n  validations:",
    ),
    /^GX402 10:.*has no field b$/,
  ],
  [
    "an audit annotation that is no text",
    edit("  validations:", "  auditAnnotations: [{key: a, valueExpression: '1'}]\n  validations:"),
    /must give string or null_type, and gives int$/,
  ],
  [
    "a pattern that is none",
    edit('"true"', `"'a'.matches('(')"`),
    /^GX402 11:32 .*this is no regular expression: missing closing \)/,
  ],
];

for (const [title, text, found] of mistakes) {
  test(`a policy with a mistake is refused: ${title}`, () => {
    const { findings, judge } = build(text);
    const errors = findings.filter(({ severity }) => severity === "error").map(brief);
    assert.equal(errors.length, 1, errors.join("\n"));
    assert.match(errors[0] ?? "", found);
    assert.deepEqual(judge(parseResource(peerAuthentication("a"))), []);
  });
}

test("an expression of several lines shows its mistake in its line, however it is written", () => {
  const styles: readonly (readonly [expression: string, place: string])[] = [
    ["|-\n        true &&\n          foo(1)", "13:11"],
    [">-\n        true &&\n        foo(1)", "13:9"],
    ["true &&\n        foo(1)", "12:9"],
    ["'\"''\" == \"a\" && foo(1)'", "11:35"],
    ['"\\"\\u0041\\" == \'a\' && foo(1)"', "11:41"],
    ['"true &&\\n foo(1)"', "11:30"],
  ];
  for (const [expression, place] of styles) {
    const [finding] = build(edit('"true"', expression)).findings;
    assert.equal(`${finding?.line}:${finding?.column}`, place, expression);
    assert.equal(finding?.code, "GX402");
  }
});

test("a policy about other kinds is left alone, whatever stands in it, and so are its bindings", () => {
  const foreign = good.replace('apiGroups: ["*"]', "apiGroups: [apps]").replace('"true"', '"params.x == "');
  const set = build(foreign.replace("[Deny]", "[Deny], paramRef: {name: a}"));
  assert.deepEqual([set.findings, set.concerns("Gateway")], [[], false]);
});

test("a policy without a binding says so, and so does a binding without a policy", () => {
  const [policy = "", binding = ""] = good.split("---");
  assert.deepEqual(build(policy).findings.map(brief), [
    "GX404 2:1 no binding names the policy good, so it has no effect",
  ]);
  assert.match(
    brief(build(binding).findings[0] as Finding),
    /^GX405 5:20 binding good names the policy good, which is neither/,
  );
  assert.deepEqual(build(policy, binding).findings, []);
});

test("of two documents of one name the second is refused", () => {
  const found = build(good, good).findings.map(brief);
  assert.deepEqual(found, [
    "GX403 2:1 ValidatingAdmissionPolicy good is already defined at 0.yaml:2",
    "GX403 14:1 ValidatingAdmissionPolicyBinding good is already defined at 0.yaml:14",
  ]);
});

test("audit annotations are compiled and noted", () => {
  const text = edit(
    "  validations:",
    "  auditAnnotations: [{key: a, valueExpression: object.kind + 'x'}]\n  validations:",
  );
  assert.deepEqual(
    build(text).findings.map(({ code, severity }) => [code, severity]),
    [["GX406", "info"]],
  );
});

test("a set is known by what it says: comments change nothing, rules and their lines do", () => {
  const { key } = build(good);
  assert.equal(build(`${good}# a comment\n`).key, key);
  assert.notEqual(build(policyYaml("good", "false")).key, key);
  assert.notEqual(build(good.replace("  validations:", "  # a comment\n  validations:")).key, key);
  assert.equal(build().key, "");
});

test("each binding that applies speaks for itself, by its gravest action", () => {
  const other = `---
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicyBinding
metadata: {name: other}
spec: {policyName: good, validationActions: [Audit, Warn]}
`;
  const set = build(policyYaml("good", "object.spec.absent == 1").replaceAll("[Deny]", "[Audit]") + other);
  assert.deepEqual(
    set
      .judge(parseResource(peerAuthentication("a")))
      .map(({ severity, message }) => [severity, message.replace(/^.*\(/, "(")]),
    [
      ["info", "(policy good, binding good)"],
      ["warning", "(policy good, binding other)"],
    ],
  );
});

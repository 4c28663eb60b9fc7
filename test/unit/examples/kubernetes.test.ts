import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { load } from "js-yaml";
import { endpoints } from "../../../src/admin/endpoints.js";
import { loadConfig } from "../../../src/config/index.js";
import type { JsonObject } from "../../../src/model/index.js";
import { packageRoot } from "../../../src/util/package-root.js";
import { packageVersion } from "../../../src/util/version.js";
import { buildKustomization, type Manifest, readExample } from "../../support/kubernetes/manifests.js";
import { objectsOf } from "../../support/kubernetes/objects.js";
import { ruleProblems } from "../../support/kubernetes/rules.js";
import { schemaProblems } from "../../support/kubernetes/schema.js";

const base = buildKustomization("kubernetes");
const monitoring = buildKustomization("kubernetes/monitoring");
const objects = objectsOf([...base, ...monitoring]);
const pod = objects.deployment.spec.template.spec;
const [container] = pod.containers;
const readme = readExample("kubernetes/README.md");

/** The Ingress of the README is an object, too. */
const inReadme: Manifest[] = [...readme.matchAll(/^```yaml\n(.*?)^```/gms)]
  .map(([, text = ""]) => load(text) as JsonObject)
  .filter(({ apiVersion }) => apiVersion !== undefined)
  .map((object) => ({ file: "README.md", object }));

/** All objects, those of one kind changed as JSON text. */
function changed(kind: string, change: (text: string) => string): Manifest[] {
  return [...base, ...monitoring].map(({ file, object }) => {
    if (object.kind !== kind) return { file, object };
    const text = change(JSON.stringify(object));
    assert.notEqual(text, JSON.stringify(object), "the change changes nothing");
    return { file, object: JSON.parse(text) };
  });
}

test("every object is one of Kubernetes' OpenAPI, without a field that it does not know", () => {
  assert.deepEqual(
    inReadme.map(({ object }) => object.kind),
    ["Ingress"],
  );
  assert.deepEqual(schemaProblems([...base, ...inReadme]), []);
});

test("the comparison with the OpenAPI finds unknown, mistyped and missing fields, and unknown kinds", () => {
  const found = [
    changed("Deployment", (text) => text.replace('"image":', '"immage":')),
    changed("Service", (text) => text.replace('"port":18000', '"port":"18000"')),
    changed("Deployment", (text) =>
      text.replace('"selector":{"matchLabels":{"app.kubernetes.io/name":"gitxds"}},', ""),
    ),
    changed("PodDisruptionBudget", (text) => text.replace("policy/v1", "policy/v3")),
  ].flatMap((manifests) => schemaProblems(manifests.slice(0, base.length)));
  const wanted = [
    /deployment.*'"immage"' does not exist/,
    /service.*'string'/,
    /deployment.*'selector'/,
    /budget.*policy\/v3/,
  ];
  for (const pattern of wanted)
    assert.ok(
      found.some((line) => pattern.test(line)),
      `${pattern} in ${found.join("\n")}`,
    );
});

test("the ServiceMonitor has no field but those of the operator's API that it needs", () => {
  assert.deepEqual(
    monitoring.map(({ object }) => `${object.apiVersion} ${object.kind}`),
    ["monitoring.coreos.com/v1 ServiceMonitor"],
  );
  const { selector, endpoints: ports, ...rest } = objects.monitor.spec;
  assert.deepEqual(rest, {});
  assert.deepEqual(Object.keys(selector), ["matchLabels"]);
  assert.deepEqual(ports, [{ port: "http-admin", path: "/metrics", interval: "30s" }]);
});

test("the objects fit together, and the pod is restricted", () => {
  assert.deepEqual(ruleProblems(objects), []);
});

const mistakes: readonly (readonly [string, string, string, string])[] = [
  [
    "Deployment",
    '"template":{"metadata":{"labels":{"app.kubernetes.io/name":"gitxds"',
    '"template":{"metadata":{"labels":{"app":"x"',
    "Deployment: selects no pod",
  ],
  [
    "Service",
    '"selector":{"app.kubernetes.io/name":"gitxds"}',
    '"selector":{"app":"gitxds"}',
    "Service: selects no pod",
  ],
  [
    "NetworkPolicy",
    '"podSelector":{"matchLabels":{"app.kubernetes.io/name":"gitxds"}}',
    '"podSelector":{"matchLabels":{}}',
    "NetworkPolicy: selects no pod",
  ],
  [
    "ServiceMonitor",
    '"matchLabels":{"app.kubernetes.io/name":"gitxds"}',
    '"matchLabels":{"app":"gitxds"}',
    "ServiceMonitor: selects no Service",
  ],
  [
    "Deployment",
    '"sidecar.istio.io/inject":"false"',
    '"sidecar.istio.io/inject":"true"',
    "Deployment: a sidecar may be injected",
  ],
  ["Service", '"targetPort":"xds"', '"targetPort":"grpc"', "Service: no port grpc"],
  ["NetworkPolicy", '"port":"admin"', '"port":"metrics"', "NetworkPolicy: no port metrics"],
  ["ServiceMonitor", '"port":"http-admin"', '"port":"admin"', "ServiceMonitor: no port admin"],
  ["Deployment", '"path":"/readyz","port":"admin"', '"path":"/readyz","port":"http"', "probe: no port http"],
  ["Service", '"publishNotReadyAddresses":true,', "", "Service: hides replicas that are not ready"],
  ["NetworkPolicy", '"ingress":[', '"ingress":[{},', "NetworkPolicy: a rule is open"],
  ["NetworkPolicy", '"Egress"', '"Ingress"', "NetworkPolicy: Egress is free"],
  [
    "Deployment",
    '"automountServiceAccountToken":false',
    '"automountServiceAccountToken":true',
    "pod: has a service account token",
  ],
  ["Deployment", '"runAsUser":1000', '"runAsUser":0', "pod: may run as root"],
  ["Deployment", '"RuntimeDefault"', '"Unconfined"', "pod: has no seccomp profile"],
  ["Deployment", '"allowPrivilegeEscalation":false,', "", "container: may gain privileges"],
  [
    "Deployment",
    '"readOnlyRootFilesystem":true',
    '"readOnlyRootFilesystem":false',
    "container: may write its root file system",
  ],
  ["Deployment", '"drop":["ALL"]', '"drop":["NET_RAW"]', "container: has capabilities"],
  ["Deployment", '"memory":"512Mi"', '"cpu":"1"', "container: has no bounds"],
  ["Deployment", 'gitxds:0.1.0"', 'gitxds:latest"', "container: has an image without a version"],
  ["Deployment", 'gitxds:0.1.0"', 'gitxds"', "container: has an image without a version"],
  [
    "Deployment",
    '"mountPath":"/etc/gitxds-git","readOnly":true',
    '"mountPath":"/etc/gitxds-git"',
    "container: may write more than its state",
  ],
  ["Deployment", '{"name":"state","mountPath"', '{"name":"disk","mountPath"', "mount: no volume disk"],
  ["Deployment", '"configMap":{"name":"gitxds"}', '"configMap":{"name":"other"}', "volume: no ConfigMap other"],
  ["ConfigMap", '"gitxds.yaml"', '"config.yaml"', "argument: no file /etc/gitxds/gitxds.yaml"],
];

for (const [kind, from, to, problem] of mistakes) {
  test(`the rules find: ${problem}`, () => {
    assert.ok(ruleProblems(objectsOf(changed(kind, (text) => text.replace(from, to)))).includes(problem));
  });
}

test("the kustomizations name every YAML file of the folder", () => {
  const named = [...base, ...monitoring].map(({ file }) => file);
  for (const folder of ["kubernetes", "kubernetes/monitoring"]) {
    const files = readdirSync(join(packageRoot(), "examples", folder)).filter((name) => name.endsWith(".yaml"));
    const others = files.map((name) => `${folder}/${name}`).filter((name) => !named.includes(name));
    assert.deepEqual(
      others.filter((name) => !name.endsWith("kustomization.yaml") && name !== "kubernetes/gitxds.yaml"),
      [],
    );
  }
});

test("the image is of this version, and run as the user that the Dockerfile has made", () => {
  const dockerfile = readFileSync(join(packageRoot(), "Dockerfile"), "utf8");
  const { image, command } = container ?? assert.fail("no container");
  assert.ok(image.endsWith(`:${packageVersion()}`), image);
  const { runAsUser, runAsGroup } = pod.securityContext as Record<string, number>;
  assert.ok(dockerfile.includes(`USER ${runAsUser}:${runAsGroup}\n`));
  assert.equal(command, undefined);
  assert.ok(dockerfile.includes('ENTRYPOINT ["gitxds", "serve"]\n'));
});

test("the probes ask for what the admin server answers", () => {
  const known: readonly string[] = endpoints.map(({ path }) => path);
  const { startupProbe, livenessProbe, readinessProbe } = container ?? assert.fail("no container");
  const paths = [startupProbe, livenessProbe, readinessProbe].map((probe) => probe?.httpGet.path ?? "");
  assert.deepEqual(paths, ["/healthz", "/healthz", "/readyz"]);
  assert.ok(paths.every((path) => known.includes(path)));
});

test("gitxds.yaml is read without a complaint, and what it names is there: ports, the state folder, each file", () => {
  const file = "examples/kubernetes/gitxds.yaml";
  const config = loadConfig({ file, flags: {}, env: { HOME: "/nowhere" }, cwd: packageRoot() });
  const { ports, volumeMounts } = container ?? assert.fail("no container");
  const { host } = config.admin;
  assert.equal(host, "0.0.0.0");
  assert.deepEqual(
    ports.map(({ name, containerPort: port }) => [name, { host, port }]),
    [...config.listeners.map(({ address }) => ["xds", address]), ["admin", config.admin]],
  );
  const writable = volumeMounts.filter(({ readOnly }) => readOnly !== true).map(({ mountPath }) => mountPath);
  assert.deepEqual(writable, [config.stateDir]);
  const ssh = config.sources[0]?.auth?.ssh ?? assert.fail("no key");
  const secrets = pod.volumes.filter(({ secret }) => secret !== undefined).map(({ name }) => name);
  const folders = volumeMounts.filter(({ name }) => secrets.includes(name)).map(({ mountPath }) => mountPath);
  for (const path of [ssh.privateKeyFile, ...ssh.knownHostsFiles]) {
    assert.ok(folders.includes(dirname(path ?? "")), `${path} is in no Secret`);
  }
});

test("every Secret that is mounted is made by a command of the README; no object is a Secret", () => {
  for (const { secret } of pod.volumes) {
    if (secret !== undefined) assert.match(readme, new RegExp(`create secret (generic|tls) ${secret.secretName} `));
  }
  assert.ok(base.every(({ object }) => object.kind !== "Secret"));
});

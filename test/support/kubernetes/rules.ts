import type { Container, Labels, Objects, PodSpec, Volume } from "./objects.js";

/** What a rule found: the place and what is wrong there. */
type Problems = readonly string[];

/** What must hold between the objects, and between them and the image; schemas cannot say it. */
export function ruleProblems(objects: Objects): Problems {
  const pod = objects.deployment.spec.template.spec;
  return [
    ...selectorProblems(objects),
    ...portProblems(objects),
    ...policyProblems(objects),
    ...podProblems(pod),
    ...pod.containers.flatMap(containerProblems),
    ...volumeProblems(
      pod,
      objects.configMaps.map(({ metadata }) => metadata.name),
    ),
    ...argumentProblems(pod, objects),
  ];
}

function selectorProblems({ deployment, service, policy, budget, monitor }: Objects): Problems {
  const { selector, template } = deployment.spec;
  const ofPods: readonly (readonly [string, Labels])[] = [
    ["Deployment", selector.matchLabels],
    ["Service", service.spec.selector],
    ["NetworkPolicy", policy.spec.podSelector.matchLabels],
    ["PodDisruptionBudget", budget.spec.selector.matchLabels],
    ...template.spec.topologySpreadConstraints.map(
      ({ labelSelector }) => ["spread", labelSelector.matchLabels] as const,
    ),
  ];
  return [
    ...ofPods
      .filter(([, labels]) => !selects(labels, template.metadata.labels))
      .map(([who]) => `${who}: selects no pod`),
    ...(selects(monitor.spec.selector.matchLabels, service.metadata.labels)
      ? []
      : ["ServiceMonitor: selects no Service"]),
    ...(template.metadata.labels["sidecar.istio.io/inject"] === "false"
      ? []
      : ["Deployment: a sidecar may be injected"]),
  ];
}

/** An empty selector selects everything, which none of ours means. */
function selects(selector: Labels, labels: Labels): boolean {
  const pairs = Object.entries(selector);
  return pairs.length > 0 && pairs.every(([key, value]) => labels[key] === value);
}

function portProblems({ deployment, service, policy, monitor }: Objects): Problems {
  const ports = deployment.spec.template.spec.containers.flatMap((container) =>
    container.ports.map(({ name }) => name),
  );
  const missing = (who: string, wanted: readonly (string | number)[], there: readonly string[]) =>
    wanted.filter((port) => !there.includes(String(port))).map((port) => `${who}: no port ${port}`);
  const served = service.spec.ports.map(({ name }) => name);
  return [
    ...missing(
      "Service",
      service.spec.ports.map(({ targetPort }) => targetPort),
      ports,
    ),
    ...missing(
      "NetworkPolicy",
      policy.spec.ingress.flatMap((rule) => (rule.ports ?? []).map(({ port }) => port)),
      ports,
    ),
    ...missing(
      "ServiceMonitor",
      monitor.spec.endpoints.map(({ port }) => port),
      served,
    ),
    ...deployment.spec.template.spec.containers.flatMap(({ startupProbe, livenessProbe, readinessProbe }) =>
      missing(
        "probe",
        [startupProbe, livenessProbe, readinessProbe].map((probe) => probe?.httpGet.port ?? "at all"),
        ports,
      ),
    ),
    ...(service.spec.publishNotReadyAddresses === true ? [] : ["Service: hides replicas that are not ready"]),
  ];
}

/** A rule without `from` or `ports` admits everybody, or to everything. */
function policyProblems({ policy }: Objects): Problems {
  const open = policy.spec.ingress.filter(({ from = [], ports = [] }) => from.length === 0 || ports.length === 0);
  const types = ["Ingress", "Egress"].filter((type) => !policy.spec.policyTypes.includes(type));
  return [...open.map(() => "NetworkPolicy: a rule is open"), ...types.map((type) => `NetworkPolicy: ${type} is free`)];
}

/** The Pod Security Standard `restricted`, and what we ask besides. */
function podProblems({ automountServiceAccountToken, securityContext = {} }: PodSpec): Problems {
  const { runAsNonRoot, runAsUser = 0, seccompProfile } = securityContext;
  const wanted: readonly (readonly [string, boolean])[] = [
    ["has a service account token", automountServiceAccountToken === false],
    ["may run as root", runAsNonRoot === true && runAsUser > 0],
    ["has no seccomp profile", seccompProfile?.type === "RuntimeDefault"],
  ];
  return broken("pod", wanted);
}

function containerProblems({ image, resources, securityContext = {}, volumeMounts }: Container): Problems {
  const { allowPrivilegeEscalation, readOnlyRootFilesystem, capabilities = {} } = securityContext;
  const { drop = [], add = [] } = capabilities;
  const wanted: readonly (readonly [string, boolean])[] = [
    ["may gain privileges", allowPrivilegeEscalation === false],
    ["may write its root file system", readOnlyRootFilesystem === true],
    ["has capabilities", drop.includes("ALL") && add.length === 0],
    ["has no bounds", Object.keys(resources?.requests ?? {}).length > 0 && resources?.limits?.memory !== undefined],
    ["has an image without a version", /^[^:@]+(:\d+\/[^:@]+)?(:v?\d+\.\d+\.\d+|@sha256:[0-9a-f]{64})$/.test(image)],
    ["may write more than its state", volumeMounts.filter(({ readOnly }) => readOnly !== true).length === 1],
  ];
  return broken("container", wanted);
}

function broken(who: string, wanted: readonly (readonly [string, boolean])[]): Problems {
  return wanted.filter(([, holds]) => !holds).map(([what]) => `${who}: ${what}`);
}

function volumeProblems({ containers, volumes }: PodSpec, configMaps: readonly string[]): Problems {
  const names = volumes.map(({ name }) => name);
  const mounted = containers.flatMap(({ volumeMounts }) => volumeMounts.map(({ name }) => name));
  return [
    ...mounted.filter((name) => !names.includes(name)).map((name) => `mount: no volume ${name}`),
    ...names.filter((name) => !mounted.includes(name)).map((name) => `volume ${name}: mounted nowhere`),
    ...volumes.flatMap(({ configMap }) =>
      configMap === undefined || configMaps.includes(configMap.name) ? [] : [`volume: no ConfigMap ${configMap.name}`],
    ),
  ];
}

/** Each path in the arguments must be a key of the ConfigMap that is mounted at its folder. */
function argumentProblems({ containers, volumes }: PodSpec, { configMaps }: Objects): Problems {
  const keysOf = (volume: Volume | undefined) =>
    Object.keys(configMaps.find(({ metadata }) => metadata.name === volume?.configMap?.name)?.data ?? {});
  return containers.flatMap(({ args, volumeMounts }) => {
    const files = volumeMounts.flatMap(({ name, mountPath }) =>
      keysOf(volumes.find((volume) => volume.name === name)).map((key) => `${mountPath}/${key}`),
    );
    const paths = args.map((arg) => arg.split("=")[1] ?? "").filter((value) => value.startsWith("/"));
    return paths.filter((path) => !files.includes(path)).map((path) => `argument: no file ${path}`);
  });
}

import type { Manifest } from "./manifests.js";

/** The parts of the objects that our rules look at, once the schema has been checked. */
export interface Objects {
  readonly deployment: Deployment;
  readonly service: Service;
  readonly policy: NetworkPolicy;
  readonly budget: { readonly spec: { readonly selector: Selector } };
  readonly monitor: ServiceMonitor;
  readonly configMaps: readonly ConfigMap[];
}

export type Labels = Readonly<Record<string, string>>;

export interface Selector {
  readonly matchLabels: Labels;
}

interface Deployment {
  readonly spec: {
    readonly replicas: number;
    readonly selector: Selector;
    readonly template: { readonly metadata: { readonly labels: Labels }; readonly spec: PodSpec };
  };
}

export interface PodSpec {
  readonly automountServiceAccountToken?: boolean;
  readonly securityContext?: {
    readonly runAsNonRoot?: boolean;
    readonly runAsUser?: number;
    readonly seccompProfile?: { readonly type: string };
  };
  readonly topologySpreadConstraints: readonly { readonly labelSelector: Selector }[];
  readonly containers: readonly Container[];
  readonly volumes: readonly Volume[];
}

export interface Container {
  readonly image: string;
  readonly command?: readonly string[];
  readonly args: readonly string[];
  readonly ports: readonly { readonly name: string; readonly containerPort: number }[];
  readonly startupProbe?: Probe;
  readonly livenessProbe?: Probe;
  readonly readinessProbe?: Probe;
  readonly resources?: { readonly requests?: Labels; readonly limits?: Labels };
  readonly securityContext?: {
    readonly allowPrivilegeEscalation?: boolean;
    readonly readOnlyRootFilesystem?: boolean;
    readonly capabilities?: { readonly drop?: readonly string[]; readonly add?: readonly string[] };
  };
  readonly volumeMounts: readonly { readonly name: string; readonly mountPath: string; readonly readOnly?: boolean }[];
}

interface Probe {
  readonly httpGet: { readonly path: string; readonly port: string };
}

export interface Volume {
  readonly name: string;
  readonly configMap?: { readonly name: string };
  readonly secret?: { readonly secretName: string; readonly optional?: boolean };
  readonly emptyDir?: object;
}

interface Service {
  readonly metadata: { readonly name: string; readonly namespace: string; readonly labels: Labels };
  readonly spec: {
    readonly selector: Labels;
    readonly publishNotReadyAddresses?: boolean;
    readonly ports: readonly { readonly name: string; readonly port: number; readonly targetPort: string }[];
  };
}

interface NetworkPolicy {
  readonly spec: {
    readonly podSelector: Selector;
    readonly policyTypes: readonly string[];
    readonly ingress: readonly {
      readonly from?: readonly object[];
      readonly ports?: readonly { readonly port: string | number }[];
    }[];
  };
}

interface ServiceMonitor {
  readonly spec: { readonly selector: Selector; readonly endpoints: readonly { readonly port: string }[] };
}

interface ConfigMap {
  readonly metadata: { readonly name: string };
  readonly data: Labels;
}

/** The objects by their kind; fails where one is missing or there twice. */
export function objectsOf(manifests: readonly Manifest[]): Objects {
  const all = (kind: string) => manifests.map(({ object }) => object).filter((object) => object.kind === kind);
  const only = (kind: string) => {
    const [found, ...others] = all(kind);
    if (found === undefined || others.length > 0) throw new Error(`${others.length + (found ? 1 : 0)} of kind ${kind}`);
    return found as unknown;
  };
  return {
    deployment: only("Deployment") as Deployment,
    service: only("Service") as Service,
    policy: only("NetworkPolicy") as NetworkPolicy,
    budget: only("PodDisruptionBudget") as Objects["budget"],
    monitor: only("ServiceMonitor") as ServiceMonitor,
    configMaps: all("ConfigMap") as unknown as readonly ConfigMap[],
  };
}

import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { TestContext } from "node:test";
import { type GitServer, startGitServer } from "../../support/git/http-backend.js";
import { makeRepository, scratch, type TestRepository } from "../../support/git/repository.js";
import { type Service, startService } from "../../support/service.js";
import { type Balancer, startBalancer } from "./balancer.js";
import { type Istiod, startIstiod } from "./istiod.js";

/** Two replicas behind one address, and an istiod that is connected to the first. All of it ends with the test. */
export interface Replicas {
  readonly repository: TestRepository;
  /** The remote. */
  readonly server: GitServer;
  /** Those that run now, or ran last. */
  readonly replicas: readonly Service[];
  readonly balancer: Balancer;
  readonly istiod: Istiod;
  /** Starts a replica anew with the state directory that it had. */
  start(index: number): Promise<Service>;
}

/** A commit is told by its number, which is the time-out in seconds. */
export function numbered(number: number): Record<string, string> {
  const text = `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: counter, namespace: shop}
spec:
  hosts: [counter.example.com]
  http: [{timeout: ${number}s, route: [{destination: {host: counter.example.com}}]}]
`;
  return { "counter.yaml": text };
}

/** The number of the commit that istiod has. */
export async function numberOf(istiod: Istiod): Promise<number> {
  const http = (await istiod.stored()).get("VirtualService shop/counter")?.spec?.http;
  const [route] = Array.isArray(http) ? http : [];
  const timeout = /^(\d+)s$/.exec(String((route as { readonly timeout?: unknown } | undefined)?.timeout))?.[1];
  assert.ok(timeout !== undefined, "istiod has the numbered resource");
  return Number(timeout);
}

/** They look at the remote as they start and as a client comes, not by themselves. They begin with commit 1. */
export async function startReplicas(t: TestContext, settings = ""): Promise<Replicas> {
  const folder = scratch();
  const repository = makeRepository(join(folder.path, "mesh"));
  repository.commit(numbered(1), "Begin");
  const server = await startGitServer({ root: folder.path });
  const balancer = await startBalancer();
  const replicas: Service[] = [];
  t.after(async () => {
    await Promise.all(replicas.map((replica) => replica.kill()));
    await balancer.close();
    await server.close();
    folder.remove();
  });
  const config = join(folder.path, "gitxds.yaml");
  writeFileSync(config, `sources: [{url: "${server.url}/mesh/.git"}]\ninterval: 1h\n${settings}`);
  const start = async (index: number) => {
    const replica = await startService(["--config", config, "--state-dir", join(folder.path, `state-${index}`)]);
    replicas[index] = replica;
    await replica.until(({ snapshot }) => snapshot !== null);
    return replica;
  };
  balancer.route((await start(0)).xds);
  await start(1);
  const istiod = await startIstiod(`xds://${balancer.address}`);
  t.after(() => istiod.stop());
  return { repository, server, replicas, balancer, istiod, start };
}

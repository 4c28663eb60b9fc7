import assert from "node:assert/strict";
import type { ServerResponse } from "node:http";
import { describe, test } from "node:test";
import type { GitServer } from "../support/git/http-backend.js";
import { poll } from "../support/poll.js";
import { valuesOf } from "../support/prometheus.js";
import { scrape } from "../support/scrape.js";
import type { Service } from "../support/service.js";
import { needsGo } from "./support/harness.js";
import type { Istiod } from "./support/istiod.js";
import { numbered, numberOf, startReplicas } from "./support/replicas.js";

const patienceMs = 30_000;

/** The ways in which a remote is away; the returned function brings it back. */
const ways = [
  {
    what: "cuts every connection",
    reason: "failing",
    told: "the remote cannot be looked at",
    leave(server: GitServer) {
      server.intercept((request) => {
        request.socket.destroy();
        return true;
      });
      return () => server.intercept(undefined);
    },
  },
  {
    what: "answers nothing",
    reason: "timeout",
    told: "no look at the remote was decided in time",
    leave(server: GitServer) {
      const unanswered = new Set<ServerResponse>();
      server.intercept((_, response) => {
        unanswered.add(response);
        return true;
      });
      return () => {
        server.intercept(undefined);
        for (const response of unanswered) response.destroy();
      };
    },
  },
] as const;

function untilNumber(istiod: Istiod, number: number): Promise<true> {
  let last = 0;
  return poll(
    async () => {
      last = await numberOf(istiod);
      return last === number || undefined;
    },
    patienceMs,
    () => `istiod has commit ${last}, not ${number}`,
  );
}

/** Resolves once it has been counted and logged that a client was served the last good of that replica. */
async function untilTold(replica: Service, { reason, told }: (typeof ways)[number]): Promise<void> {
  const labels = { reason, action: "serve-last-good" };
  const { value } = await scrape(
    replica,
    (now) => (valuesOf(now, "gitxds_stale_looks_total", labels)[0] ?? 0) > 0,
    "the stale look",
  );
  assert.ok((value("gitxds_stale_streams_total", labels)[0] ?? 0) > 0);
  const line = await replica.line(({ msg }) => msg.startsWith("new clients: "));
  assert.equal(line.msg, `new clients: ${told}; they get the last good, which may be a step back`);
}

describe("two replicas of a remote that is away, serving the last good", needsGo(), () => {
  for (const way of ways) {
    test(`where it ${way.what}, istiod has what its replica has, which is told, and the newest commit once it is back`, async (t) => {
      const { repository, server, replicas, balancer, istiod, start } = await startReplicas(t);
      const [ahead, behind] = replicas;
      assert.ok(ahead !== undefined && behind !== undefined);
      repository.commit(numbered(2), "Commit 2");
      balancer.cut();
      await untilNumber(istiod, 2);

      const comeBack = way.leave(server);
      balancer.route(behind.xds);
      await ahead.kill();
      await untilTold(behind, way);
      await untilNumber(istiod, 1);

      const restarted = await start(0);
      balancer.route(restarted.xds);
      balancer.cut();
      await untilTold(restarted, way);
      await untilNumber(istiod, 2);

      repository.commit(numbered(3), "Commit 3");
      comeBack();
      await untilNumber(istiod, 3);
    });
  }
});

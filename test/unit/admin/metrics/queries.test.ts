import assert from "node:assert/strict";
import { test } from "node:test";
import { checkQuery } from "../../../support/promql.js";

test("a query that names what there is passes, and its result has the labels that are kept", () => {
  assert.deepEqual([...checkQuery("sum by (job, source) (rate(gitxds_commits_total[5m]))")], ["job", "source"]);
  assert.deepEqual(
    [...checkQuery('gitxds_source_state{state=~"held|rejected",source!=""} == 1')],
    ["job", "instance", "source", "state"],
  );
});

for (const query of [
  "gitxds_commits",
  "gitxds_commits_total_sum",
  "gitxds_look_duration_seconds",
  "rate(gitxds_commits_total_bucket[5m])",
  'gitxds_source_state{stat="held"}',
  "sum by (node) (gitxds_xds_streams)",
  "sum by (le) (rate(gitxds_look_duration_seconds_sum[5m]))",
  "up == 0",
]) {
  test(`a query with a mistake is found: ${query}`, () => {
    assert.throws(() => checkQuery(query), assert.AssertionError);
  });
}

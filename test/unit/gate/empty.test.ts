import assert from "node:assert/strict";
import { test } from "node:test";
import { holdEmpty } from "../../../src/gate/index.js";

const census = {
  files: 3,
  resources: 0,
  otherKinds: new Map([
    ["apps/v1 Deployment", 2],
    ["v1 Service", 5],
  ]),
};

test("a commit with nothing servable is held, and the message says what was seen instead", () => {
  const hold = holdEmpty(census, "mesh", false);
  assert.equal(hold?.code, "GX090");
  assert.equal(
    hold?.message,
    'nothing to serve: folder "mesh" has 3 YAML or JSON files and no Istio resource; other kinds seen: v1 Service (5), apps/v1 Deployment (2)',
  );
  assert.match(hold?.remedy ?? "", /--path.*--allow-empty/);
});

test("one resource is enough, and an empty mesh can be allowed", () => {
  assert.equal(holdEmpty({ ...census, resources: 1 }, "", false), undefined);
  assert.equal(holdEmpty(census, "", true), undefined);
});

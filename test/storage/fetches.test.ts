import assert from "node:assert/strict";
import { test } from "node:test";
import { runFetches } from "../support/storage/fetches.js";

test("100 fetches in a row keep to 20 packs and to three times the disk of a fresh clone", async () => {
  const { mostPacks, mostBytes, freshBytes } = await runFetches(100, 200);
  assert.ok(mostPacks <= 20, `${mostPacks} packs`);
  assert.ok(mostBytes <= 3 * freshBytes, `${mostBytes} bytes, a fresh clone has ${freshBytes}`);
});

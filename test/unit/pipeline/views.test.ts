import assert from "node:assert/strict";
import { test } from "node:test";
import { commitSha, type EncodedResource, type ListenerConfig, resourceName } from "../../../src/model/index.js";
import { type LiveSource, makeViews } from "../../../src/pipeline/views.js";
import { buildCollections } from "../../../src/snapshot/index.js";

function live(commit: string, ...resources: readonly string[]): LiveSource {
  const entries = resources.map((text): EncodedResource => {
    const [kind, namespace = "", name = ""] = text.split(" ");
    assert.ok(kind === "Gateway" || kind === "Sidecar");
    const position = { line: 1, column: 1 };
    return { kind, name: resourceName(namespace, name), version: "1", bytes: Buffer.from(text), file: "a", position };
  });
  return {
    commit: commitSha(commit.repeat(40)),
    publishedAt: new Date(0),
    collections: buildCollections(entries, undefined, new Set()),
  };
}

function listener(...sources: readonly string[]): ListenerConfig {
  return { address: { host: "127.0.0.1", port: 0 }, sources };
}

function takes(views: ReturnType<typeof makeViews>, source: string, from: LiveSource) {
  return views.take(source, from).map((view) => ({
    listener: view.listener,
    commits: view.live.map(({ source: name, commit }) => `${name}@${commit[0]}`).join(","),
    changed: view.changed
      .filter(({ names }) => names.length > 0)
      .map(({ kind, names }) => `${kind} ${names.join(" ")}`),
    kinds: view.changed.length,
  }));
}

test("a listener has no view until each of its sources has a good commit, and then one of all kinds", () => {
  const views = makeViews([listener("a", "b")]);
  assert.deepEqual(takes(views, "b", live("1", "Gateway b x")), []);
  assert.deepEqual(takes(views, "a", live("2", "Gateway a y", "Sidecar a z")), [
    { listener: 0, commits: "a@2,b@1", changed: ["Gateway a/y b/x", "Sidecar a/z"], kinds: 15 },
  ]);
});

test("a commit of one source touches the kinds that it changed, and leaves the others' resources where they are", () => {
  const views = makeViews([listener("a", "b")]);
  views.take("a", live("1", "Gateway a x"));
  views.take("b", live("1", "Sidecar b x"));
  assert.deepEqual(takes(views, "b", live("2", "Sidecar b x", "Sidecar b y")), [
    { listener: 0, commits: "a@1,b@2", changed: ["Sidecar b/x b/y"], kinds: 1 },
  ]);
  assert.deepEqual(takes(views, "b", live("3", "Sidecar b x", "Sidecar b y")), [
    { listener: 0, commits: "a@1,b@3", changed: [], kinds: 0 },
  ]);
});

test("each listener has a view of its own sources, and a source may be in several", () => {
  const views = makeViews([listener("a"), listener("b"), listener("a", "b")]);
  assert.deepEqual(
    takes(views, "a", live("1", "Gateway a x")).map(({ listener: index }) => index),
    [0],
  );
  assert.deepEqual(
    takes(views, "b", live("1", "Gateway b x")).map(({ listener: index, changed }) => [index, ...changed]),
    [
      [1, "Gateway b/x"],
      [2, "Gateway a/x b/x"],
    ],
  );
});

import assert from "node:assert/strict";
import { test } from "node:test";
import type { JsonObject, JsonValue, KindName } from "../../../src/model/index.js";
import { resourceOf } from "../../support/resource.js";
import { validator } from "./schemas.js";

/** `code target path: message => remedy`, one line per finding. */
function verdict(kind: KindName, spec: JsonValue): readonly string[] {
  const resource = resourceOf(kind, spec);
  const findings = validator.validate(resource);
  return findings.map(({ code, message, remedy }, index) => {
    const { target, path } = resource.located[index] ?? { target: "", path: [] };
    return `${code} ${target} ${path.join("/")}: ${message} => ${remedy}`;
  });
}

const longText = "x".repeat(5_000);

/** What the rule is, the spec, and the findings. */
const cases: readonly (readonly [string, KindName, JsonValue, readonly string[]])[] = [
  ["a valid spec has no finding", "ServiceEntry", { hosts: ["a"], auto: null, value: { any: { thing: [1] } } }, []],

  // Types
  [
    "a number where text belongs is put in quotes",
    "VirtualService",
    { http: [{ route: [], timeout: 5 }] },
    [
      'GX205 value spec/http/0/timeout: spec.http[0].timeout must be a string, found the number 5 => put it in quotes: "5"',
    ],
  ],
  [
    "a quoted number loses its quotes",
    "ServiceEntry",
    { hosts: ["a"], ports: [{ name: "http", number: "80" }] },
    [
      'GX205 value spec/ports/0/number: spec.ports[0].number must be an integer, found the string "80" => remove the quotes: 80',
    ],
  ],
  [
    "a quoted boolean loses its quotes, and null is not offered",
    "ServiceEntry",
    { hosts: ["a"], auto: "True" },
    ['GX205 value spec/auto: spec.auto must be true or false, found the string "True" => remove the quotes: true'],
  ],
  [
    "a fraction is no integer",
    "ServiceEntry",
    { hosts: ["a"], ports: [{ name: "http", number: 80.5 }] },
    [
      "GX205 value spec/ports/0/number: spec.ports[0].number must be an integer, found the number 80.5 => write it without a fraction",
    ],
  ],
  [
    "a list is asked for with its dash",
    "ServiceEntry",
    { hosts: "a" },
    [
      'GX205 value spec/hosts: spec.hosts must be a list, found the string "a" => make it a list: start each entry with "- "',
    ],
  ],
  [
    "an object is asked for without its dash",
    "VirtualService",
    { http: [{ route: [{ destination: [{ host: "a" }] }] }] },
    [
      'GX205 value spec/http/0/route/0/destination: spec.http[0].route[0].destination must be an object, found a list => make it one object: remove the "- " in front of its fields',
    ],
  ],
  [
    "a wrong type is said once, whatever else the schema asks of the value",
    "VirtualService",
    { http: ["a"] },
    [
      'GX205 value spec/http/0: spec.http[0] must be an object, found the string "a" => write its fields below it, indented: name, timeout, groups, match, route or rewrite',
    ],
  ],
  [
    "an integer or a string is neither true nor false",
    "ServiceEntry",
    { hosts: ["a"], portOrName: true },
    [
      'GX205 value spec/portOrName: spec.portOrName must be an integer or a string, found the boolean true => put it in quotes: "true"',
    ],
  ],

  // Null
  [
    "a key without a value is named as such",
    "ServiceEntry",
    { hosts: ["a"], location: null },
    [
      "GX216 key spec/location: spec.location has no value (null), so it is left out, as Kubernetes does => give it a value, or remove it",
    ],
  ],
  [
    "a list entry without a value is named as such",
    "ServiceEntry",
    { hosts: [null] },
    [
      "GX204 value spec/hosts/0: spec.hosts[0] has no value (null), it must be a string => remove the entry or give it a value",
    ],
  ],

  // Enums
  [
    "a value in the wrong case is corrected",
    "ServiceEntry",
    { hosts: ["a"], location: "mesh_external" },
    [
      'GX206 value spec/location: spec.location must be MESH_EXTERNAL or MESH_INTERNAL, found the string "mesh_external", did you mean MESH_EXTERNAL? => write MESH_EXTERNAL, in exactly these letters',
    ],
  ],
  [
    "a value far from all is shown the list",
    "ServiceEntry",
    { hosts: ["a"], location: "outside" },
    [
      'GX206 value spec/location: spec.location must be MESH_EXTERNAL or MESH_INTERNAL, found the string "outside" => write one of these values, in exactly these letters',
    ],
  ],

  // Unknown fields
  [
    "a misspelt field is named with the right one, and is not missing as well",
    "ServiceEntry",
    { hots: ["a"] },
    ['GX202 key spec/hots: unknown field "hots" in spec, did you mean "hosts"? => rename it to hosts'],
  ],
  [
    "snake_case is turned into camelCase",
    "VirtualService",
    { export_to: ["."] },
    ['GX202 key spec/export_to: unknown field "export_to" in spec, did you mean "exportTo"? => rename it to exportTo'],
  ],
  [
    "a field that belongs one level up says so",
    "VirtualService",
    { http: [{ route: [{ timeout: "5s" }] }] },
    [
      'GX202 key spec/http/0/route/0/timeout: unknown field "timeout" in spec.http[0].route[0]; spec.http[0] has a field of that name, one level up => indent it less, so that it stands in spec.http[0]',
    ],
  ],
  [
    "a field that belongs one level down says so",
    "VirtualService",
    { http: [{ route: [{ destination: {}, host: "a" }] }] },
    [
      'GX202 key spec/http/0/route/0/host: unknown field "host" in spec.http[0].route[0]; spec.http[0].route[0].destination has a field of that name, one level down => indent it more, so that it stands in spec.http[0].route[0].destination',
    ],
  ],
  [
    "a field that belongs into a list below says so",
    "VirtualService",
    { http: [{ route: [], weight: 3 }] },
    [
      'GX202 key spec/http/0/weight: unknown field "weight" in spec.http[0]; spec.http[0].route[0] has a field of that name, one level down => indent it more, so that it stands in spec.http[0].route[0]',
    ],
  ],
  [
    "a made-up field is shown what there is",
    "VirtualService",
    { http: [{ match: [{ uri: { exact: "/" }, whatever: 1 }], route: [] }] },
    [
      'GX202 key spec/http/0/match/0/whatever: unknown field "whatever" in spec.http[0].match[0] => remove it, or use a field that exists there: port',
    ],
  ],
  [
    "a field that every JavaScript object has is as unknown as any",
    "VirtualService",
    JSON.parse('{"__proto__": {"hosts": 1}, "constructor": 1, "toString": 2}') as JsonObject,
    ["__proto__", "constructor", "toString"].map(
      (name) =>
        `GX202 key spec/${name}: unknown field "${name}" in spec => remove it, or use a field that exists there: hosts, exportTo, labels or http`,
    ),
  ],

  // Missing fields
  [
    "a missing field is named at its place",
    "ServiceEntry",
    { hosts: ["a"], ports: [{ number: 80 }] },
    [
      'GX203 key spec/ports/0/name: spec.ports[0] lacks the required field "name" => add name: What tells the ports apart.',
    ],
  ],
  [
    "a condition that fails is told by what it asks for",
    "ServiceEntry",
    { hosts: ["a"], tls: {} },
    ['GX203 key spec/tls/cert: spec.tls lacks the required field "cert" => add cert'],
  ],

  // Form, range, size
  [
    "a text of the wrong form comes with what the field is",
    "ServiceEntry",
    { hosts: ["a"], sha256: "XYZ" },
    [
      'GX207 value spec/sha256: spec.sha256 must match ^[a-f0-9]{64}$, found the string "XYZ" => give it the form that is meant: The checksum, as 64 hex digits.',
    ],
  ],
  [
    "control characters, characters that turn the reading direction and long values do not reach the terminal",
    "ServiceEntry",
    { hosts: ["a"], sha256: `\u001b[31m\u202e\u2028${longText}` },
    [
      `GX207 value spec/sha256: spec.sha256 must match ^[a-f0-9]{64}$, found the string "\\u001b[31m\\u202e\\u2028${"x".repeat(73)}…" => give it the form that is meant: The checksum, as 64 hex digits.`,
    ],
  ],
  [
    "a number out of its range is shown the range",
    "ServiceEntry",
    { hosts: ["a"], ports: [{ name: "http", number: 65_536 }] },
    [
      "GX208 value spec/ports/0/number: spec.ports[0].number must be at most 65535, found the number 65536 => write a number from 1 to 65535",
    ],
  ],
  [
    "a range may have one end",
    "ServiceEntry",
    { hosts: ["a"], ratio: -0.5 },
    [
      "GX208 value spec/ratio: spec.ratio must be at least 0, found the number -0.5 => write a number that is at least 0",
    ],
  ],
  [
    "formats of integers are ranges",
    "VirtualService",
    { http: [{ route: [{ weight: 2 ** 31 }], match: [{ port: -1 }] }] },
    [
      "GX208 value spec/http/0/match/0/port: spec.http[0].match[0].port must be at least 0, found the number -1 => write a number from 0 to 4294967295",
      "GX208 value spec/http/0/route/0/weight: spec.http[0].route[0].weight must be at most 2147483647, found the number 2147483648 => write a number from -2147483648 to 2147483647",
    ],
  ],
  [
    "emptiness is called so",
    "ServiceEntry",
    { hosts: [], title: "" },
    [
      "GX209 value spec/hosts: spec.hosts must not be empty => give it at least one entry, or remove it",
      "GX209 value spec/title: spec.title must not be empty => give it at least one character, or remove it",
    ],
  ],
  [
    "too many and too few are counted; text in code points",
    "ServiceEntry",
    { hosts: ["a", "b", "c", "d"], title: "👍👍👍👍👍", short: "👍" },
    [
      "GX209 value spec/hosts: spec.hosts must have at most 3 entries, it has 4 => remove entries",
      "GX209 value spec/title: spec.title must have at most 4 characters, it has 5 => remove characters",
      "GX209 value spec/short: spec.short must have at least 3 characters, it has 1 => add characters",
    ],
  ],
  [
    "a map has a size too",
    "VirtualService",
    { http: [{ rewrite: {} }, { rewrite: { a: "", b: "", c: "" } }] },
    [
      "GX209 value spec/http/0/rewrite: spec.http[0].rewrite must not be empty => give it at least one key, or remove it",
      "GX209 value spec/http/1/rewrite: spec.http[1].rewrite must have at most 2 keys, it has 3 => remove keys",
    ],
  ],

  // Groups of fields
  [
    "fields of a oneof group that are set together are named, at the second of them",
    "VirtualService",
    { http: [{ route: [], match: [{ uri: { prefix: "/a", exact: "/b" } }] }] },
    [
      "GX210 key spec/http/0/match/0/uri/exact: spec.http[0].match[0].uri may set only one of exact, prefix and regex, it sets prefix and exact => keep one of prefix and exact and remove the other",
    ],
  ],
  [
    "two groups in one object are two findings",
    "ServiceEntry",
    { hosts: ["a"], balance: { header: "", cookie: "", ring: "", maglev: "" } },
    [
      "GX210 key spec/balance/cookie: spec.balance may set only one of header and cookie, it sets header and cookie => keep one of header and cookie and remove the other",
      "GX210 key spec/balance/maglev: spec.balance may set only one of ring and maglev, it sets ring and maglev => keep one of ring and maglev and remove the other",
    ],
  ],
  [
    "fields that exclude each other without a group are named too",
    "ServiceEntry",
    { hosts: ["a"], legacy: { a: "", b: "" } },
    [
      "GX210 key spec/legacy/b: spec.legacy may set only one of a and b, it sets a and b => keep one of a and b and remove the other",
    ],
  ],
  [
    "a group of which one is needed lists its fields",
    "VirtualService",
    { http: [{ timeout: "5s" }] },
    ["GX211 key spec/http/0: spec.http[0] must set route or rewrite => add one of them"],
  ],
  [
    "what fits none of several forms is shown their names",
    "ServiceEntry",
    { hosts: ["a"], mode: "x" },
    [
      'GX213 value spec/mode: spec.mode has none of the forms that are allowed there: a percentage or a count; found the string "x" => write it in one of the allowed forms',
    ],
  ],
];

for (const [name, kind, spec, expected] of cases) {
  test(name, () => assert.deepEqual(verdict(kind, spec), expected));
}

test("a bad key of a map is pointed at as a key, and a path shows keys that are no words in quotes", () => {
  const labels = { "app.kubernetes.io/name": longText, "a b": "c" };
  const resource = resourceOf("VirtualService", { labels });
  assert.deepEqual(
    validator.validate(resource).map(({ message }) => message),
    [
      'spec.labels["app.kubernetes.io/name"] must have at most 63 characters, it has 5000',
      'the key "a b" of spec.labels must match ^[A-Za-z0-9./_-]+$',
    ],
  );
  assert.deepEqual(resource.located, [
    { path: ["spec", "labels", "app.kubernetes.io/name"], target: "value" },
    { path: ["spec", "labels", "a b"], target: "key" },
  ]);
});

test("a finding names file, place and resource", () => {
  const [found] = validator.validate(resourceOf("ServiceEntry", { hosts: 1 }));
  assert.deepEqual(
    { ...found, message: "", remedy: "" },
    {
      code: "GX205",
      severity: "error",
      file: "mesh.yaml",
      line: 3,
      column: 2,
      kind: "ServiceEntry",
      namespace: "shop",
      name: "example",
      message: "",
      remedy: "",
    },
  );
});

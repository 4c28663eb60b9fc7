// Turns protos/ into generated/protos.json, the descriptor that src/proto reads at start, and
// generated/protos.binpb, a google.protobuf.FileDescriptorSet for gRPC reflection.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, sep } from "node:path";
import { fileURLToPath } from "node:url";
import protobuf from "protobufjs";
import descriptor from "protobufjs/ext/descriptor.js";

const top = join(dirname(fileURLToPath(import.meta.url)), "..");
const files = readdirSync(join(top, "protos"), { recursive: true })
  .map((name) => name.split(sep).join("/"))
  .filter((name) => name.endsWith(".proto"))
  .sort();

const root = new protobuf.Root();
root.resolvePath = (_origin, target) => (protobuf.common.get(target) === null ? join(top, "protos", target) : target);
// Field names stay as in the files: the JSON name of a field follows from that name by protobuf's rule, not protobufjs's.
root.loadSync(files, { keepCase: true });
root.resolveAll();

writeFileSync(join(top, "generated/protos.json"), JSON.stringify(root.toJSON()));
writeFileSync(join(top, "generated/protos.binpb"), encodeSet());

/** The files with what they import before them, as the format asks. */
function encodeSet() {
  const set = new Map();
  for (const name of files) addFile(name, set);
  const message = descriptor.FileDescriptorSet.fromObject({ file: [...set.values()] });
  return descriptor.FileDescriptorSet.encode(message).finish();
}

function addFile(name, set) {
  if (set.has(name)) return;
  const common = protobuf.common.get(name);
  const parsed =
    common === null ? parse(name) : { imports: [], package: "google.protobuf", names: commonNames(common) };
  for (const imported of parsed.imports) addFile(imported, set);
  const parts = parsed.names.map((part) => root.lookup(`${parsed.package}.${part}`));
  set.set(name, {
    name,
    package: parsed.package,
    dependency: parsed.imports,
    messageType: parts.filter((part) => part instanceof protobuf.Type).map(describeMessage),
    enumType: parts.filter((part) => part instanceof protobuf.Enum).map(describeEnum),
    service: parts.filter((part) => part instanceof protobuf.Service).map(describeService),
    syntax: "proto3",
  });
}

function parse(name) {
  const text = readFileSync(join(top, "protos", name), "utf8");
  const { imports = [], package: pkg, root: own } = protobuf.parse(text, new protobuf.Root(), { keepCase: true });
  return { imports, package: pkg, names: own.lookup(pkg).nestedArray.map((part) => part.name) };
}

function commonNames(common) {
  return Object.keys(common.nested.google.nested.protobuf.nested);
}

function describeMessage(type) {
  const maps = type.fieldsArray.filter((field) => field.map);
  return {
    name: type.name,
    field: type.fieldsArray.map((field) => describeField(field, type)),
    nestedType: [
      ...maps.map(describeMapEntry),
      ...type.nestedArray.filter((part) => part instanceof protobuf.Type).map(describeMessage),
    ],
    enumType: type.nestedArray.filter((part) => part instanceof protobuf.Enum).map(describeEnum),
    oneofDecl: type.oneofsArray.map(({ name }) => ({ name })),
  };
}

function describeField(field, type) {
  const shape = field.map
    ? { type: "TYPE_MESSAGE", typeName: `${type.fullName}.${mapEntryName(field)}` }
    : describeType(field.type, field.resolvedType);
  return {
    name: field.protoName,
    number: field.id,
    label: field.repeated || field.map ? "LABEL_REPEATED" : "LABEL_OPTIONAL",
    jsonName: field.jsonName,
    ...shape,
    ...(field.partOf ? { oneofIndex: type.oneofsArray.indexOf(field.partOf) } : {}),
    ...(field.options?.deprecated ? { options: { deprecated: true } } : {}),
  };
}

function describeMapEntry(field) {
  const label = "LABEL_OPTIONAL";
  return {
    name: mapEntryName(field),
    field: [
      { name: "key", number: 1, label, jsonName: "key", ...describeType(field.keyType, null) },
      { name: "value", number: 2, label, jsonName: "value", ...describeType(field.type, field.resolvedType) },
    ],
    options: { mapEntry: true },
  };
}

/** As protoc names it: the field's name in upper camel case, and Entry. */
function mapEntryName(field) {
  return `${field.protoName.replace(/(?:^|_)(.)/g, (_, letter) => letter.toUpperCase())}Entry`;
}

function describeType(name, resolved) {
  if (resolved === null) return { type: `TYPE_${name.toUpperCase()}` };
  return { type: resolved instanceof protobuf.Enum ? "TYPE_ENUM" : "TYPE_MESSAGE", typeName: resolved.fullName };
}

function describeEnum(type) {
  return { name: type.name, value: Object.entries(type.values).map(([name, number]) => ({ name, number })) };
}

function describeService(service) {
  return {
    name: service.name,
    method: service.methodsArray.map((method) => ({
      name: method.name,
      inputType: method.resolvedRequestType.fullName,
      outputType: method.resolvedResponseType.fullName,
      clientStreaming: method.requestStream === true,
      serverStreaming: method.responseStream === true,
    })),
  };
}

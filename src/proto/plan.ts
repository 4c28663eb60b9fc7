import protobuf from "protobufjs/light.js";
import { allMessageTypes } from "./descriptor.js";
import { type KeyPlan, planKey } from "./entries.js";
import { lengthDelimited } from "./framing.js";
import { enumScalar, type Scalar, scalarOf } from "./scalars.js";
import { type WriteContent, wellKnown } from "./well-known.js";

/** How a value is written: as a scalar or as a message. */
export type ValuePlan = { readonly scalar: Scalar } | { readonly message: MessagePlan };

/** One field of a message, ready for the walk. */
export type FieldPlan = FieldPlace & FieldShape;

interface FieldPlace {
  /** The name in JSON. */
  readonly name: string;
  /** Field number and wire type; of the whole where the field is packed or a map. */
  readonly tag: number;
  /** Place of the field among the fields of its message on the wire. */
  readonly order: number;
  /** The oneof that the field belongs to; only one of its fields may be set. */
  readonly oneof: string | null;
}

type FieldShape =
  | { readonly shape: "single"; readonly value: ValuePlan }
  | { readonly shape: "list"; readonly value: ValuePlan }
  | { readonly shape: "packed"; readonly scalar: Scalar }
  | { readonly shape: "map"; readonly key: KeyPlan; readonly valueTag: number; readonly value: ValuePlan };

/** A message, ready for the walk. */
export interface MessagePlan {
  /** Without the package, for people. */
  readonly name: string;
  /** By every key that names the field in JSON. */
  readonly fields: ReadonlyMap<string, FieldPlan>;
  /** Set where the message has a JSON form of its own. */
  readonly special: WriteContent | undefined;
}

/** Field names as in the .proto file that the CRDs take besides the JSON name. */
const declaredAliases: ReadonlySet<string> = new Set([
  "istio.security.v1beta1.JWTRule.jwks_uri",
  "istio.networking.v1alpha3.HTTPRoute.mirror_percent",
]);

/** The plan of every message of protos/, by full name. */
export const plans: ReadonlyMap<string, MessagePlan> = planAll(allMessageTypes());

/** In two steps, because messages refer to each other: first all plans, then their fields. */
function planAll(types: readonly protobuf.Type[]): ReadonlyMap<string, MessagePlan> {
  const all = new Map<string, MessagePlan & { readonly fields: Map<string, FieldPlan> }>();
  for (const type of types) {
    const name = fullNameOf(type);
    all.set(name, { name: type.name, fields: new Map(), special: wellKnown.get(name) });
  }
  for (const type of types) {
    const fields = all.get(fullNameOf(type))?.fields;
    [...type.fieldsArray].sort(compareOnWire).forEach((field, order) => {
      const plan = planField(field, order, all);
      fields?.set(plan.name, plan);
      if (declaredAliases.has(fullNameOf(field))) fields?.set(field.protoName, plan);
    });
  }
  return all;
}

/**
 * Go's deterministic order: by number, but the members of oneofs after all other fields, one oneof after the other. Any
 * order is legal; this one makes our bytes comparable with Istio's own.
 */
function compareOnWire(a: protobuf.Field, b: protobuf.Field): number {
  return oneofRank(a) - oneofRank(b) || a.id - b.id;
}

function oneofRank(field: protobuf.Field): number {
  return field.partOf === null ? 0 : 1 + (field.parent as protobuf.Type).oneofsArray.indexOf(field.partOf);
}

function planField(field: protobuf.Field, order: number, all: ReadonlyMap<string, MessagePlan>): FieldPlan {
  const shape = planShape(field, planValue(field.type, field.resolvedType, all));
  const wireType = shape.shape === "single" || shape.shape === "list" ? wireTypeOf(shape.value) : lengthDelimited;
  return {
    name: field.jsonName,
    tag: (field.id << 3) | wireType,
    order,
    oneof: field.partOf?.name ?? null,
    ...shape,
  };
}

function planShape(field: protobuf.Field, value: ValuePlan): FieldShape {
  if (field instanceof protobuf.MapField) {
    return { shape: "map", key: planKey(field.keyType), valueTag: (2 << 3) | wireTypeOf(value), value };
  }
  if (!field.repeated) return { shape: "single", value };
  return "scalar" in value && value.scalar.wireType !== lengthDelimited
    ? { shape: "packed", scalar: value.scalar }
    : { shape: "list", value };
}

function wireTypeOf(value: ValuePlan): number {
  return "scalar" in value ? value.scalar.wireType : lengthDelimited;
}

function planValue(
  type: string,
  resolved: protobuf.Type | protobuf.Enum | null,
  all: ReadonlyMap<string, MessagePlan>,
): ValuePlan {
  if (resolved instanceof protobuf.Enum) return { scalar: enumScalar(resolved.values) };
  if (resolved === null) return { scalar: scalarOf(type) };
  const message = all.get(fullNameOf(resolved));
  if (message === undefined) throw new RangeError(`no plan for ${resolved.fullName}`);
  return { message };
}

function fullNameOf(object: protobuf.ReflectionObject): string {
  return object.fullName.slice(1);
}

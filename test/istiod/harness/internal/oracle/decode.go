package oracle

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"

	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/types/known/anypb"
)

type encoded struct {
	TypeURL string `json:"typeUrl"`
	Body    []byte `json:"body"`
}

// decoded is what became of a body. Canonical is Go's deterministic encoding of what was read; Unknown lists the messages
// that hold fields Istio's types do not have.
type decoded struct {
	Error     string          `json:"error"`
	Unknown   []string        `json:"unknown"`
	Canonical []byte          `json:"canonical"`
	JSON      json.RawMessage `json:"json,omitempty"`
}

// Decode reads one JSON object a line from standard input and prints one for each.
func Decode(context.Context, []string) error {
	in, out := json.NewDecoder(os.Stdin), json.NewEncoder(os.Stdout)
	for {
		var body encoded
		if err := in.Decode(&body); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return fmt.Errorf("standard input: %w", err)
		}
		result, err := decode(body)
		if err != nil {
			result = decoded{Error: err.Error()}
		}
		if result.Unknown == nil {
			result.Unknown = []string{}
		}
		if err := out.Encode(result); err != nil {
			return err
		}
	}
}

func decode(body encoded) (decoded, error) {
	message, err := (&anypb.Any{TypeUrl: body.TypeURL, Value: body.Body}).UnmarshalNew()
	if err != nil {
		return decoded{}, err
	}
	wire, err := canonical(message)
	if err != nil {
		return decoded{}, err
	}
	text, err := protojson.Marshal(message)
	if err != nil {
		return decoded{}, err
	}
	return decoded{Unknown: unknownFields(message.ProtoReflect(), nil), Canonical: wire, JSON: text}, nil
}

func canonical(message proto.Message) ([]byte, error) {
	return proto.MarshalOptions{Deterministic: true}.Marshal(message)
}

// unknownFields appends the full name of every message in the tree that holds unknown fields.
func unknownFields(message protoreflect.Message, found []string) []string {
	if len(message.GetUnknown()) > 0 {
		found = append(found, string(message.Descriptor().FullName()))
	}
	message.Range(func(field protoreflect.FieldDescriptor, value protoreflect.Value) bool {
		switch {
		case field.IsMap():
			if field.MapValue().Message() != nil {
				value.Map().Range(func(_ protoreflect.MapKey, item protoreflect.Value) bool {
					found = unknownFields(item.Message(), found)
					return true
				})
			}
		case field.Message() == nil:
		case field.IsList():
			for i := range value.List().Len() {
				found = unknownFields(value.List().Get(i).Message(), found)
			}
		default:
			found = unknownFields(value.Message(), found)
		}
		return true
	})
	return found
}

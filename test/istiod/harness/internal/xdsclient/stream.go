package xdsclient

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	discovery "github.com/envoyproxy/go-control-plane/envoy/service/discovery/v3"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"
)

// stream is one ADS stream on a connection of its own.
type stream struct {
	send    func(json.RawMessage) error
	receive func() (any, error)
	close   func()
}

func open(ctx context.Context, method, address string) (*stream, error) {
	conn, err := grpc.NewClient(address, grpc.WithTransportCredentials(insecure.NewCredentials()))
	if err != nil {
		return nil, fmt.Errorf("dial %s: %w", address, err)
	}
	ctx, cancel := context.WithCancel(ctx)
	s := &stream{close: func() { cancel(); _ = conn.Close() }}
	client := discovery.NewAggregatedDiscoveryServiceClient(conn)
	switch method {
	case "sotw":
		err = s.openSotw(ctx, client)
	case "delta":
		err = s.openDelta(ctx, client)
	default:
		err = errors.New("a method is sotw or delta")
	}
	if err != nil {
		s.close()
		return nil, fmt.Errorf("open a %s stream to %s: %w", method, address, err)
	}
	return s, nil
}

// do carries a command out. A stream that the server has ended takes no more; follow tells of that.
func (s *stream) do(c command) error {
	if c.Cancel {
		s.close()
		return nil
	}
	if c.Send == nil {
		return nil
	}
	if err := s.send(c.Send); err != nil && !errors.Is(err, io.EOF) {
		return fmt.Errorf("stream %d: %w", c.Stream, err)
	}
	return nil
}

type sotwResponse struct {
	VersionInfo string `json:"versionInfo"`
	TypeURL     string `json:"typeUrl"`
	Nonce       string `json:"nonce"`
	// Resources are google.protobuf.Any, in binary.
	Resources [][]byte `json:"resources"`
}

func (s *stream) openSotw(ctx context.Context, client discovery.AggregatedDiscoveryServiceClient) error {
	call, err := client.StreamAggregatedResources(ctx)
	if err != nil {
		return err
	}
	s.send = func(text json.RawMessage) error {
		request := &discovery.DiscoveryRequest{}
		if err := protojson.Unmarshal(text, request); err != nil {
			return err
		}
		return call.Send(request)
	}
	s.receive = func() (any, error) {
		r, err := call.Recv()
		if err != nil {
			return nil, err
		}
		response := sotwResponse{VersionInfo: r.VersionInfo, TypeURL: r.TypeUrl, Nonce: r.Nonce, Resources: [][]byte{}}
		for _, resource := range r.Resources {
			bytes, err := proto.Marshal(resource)
			if err != nil {
				return nil, err
			}
			response.Resources = append(response.Resources, bytes)
		}
		return response, nil
	}
	return nil
}

type deltaResponse struct {
	SystemVersionInfo string          `json:"systemVersionInfo"`
	TypeURL           string          `json:"typeUrl"`
	Nonce             string          `json:"nonce"`
	Resources         []deltaResource `json:"resources"`
	RemovedResources  []string        `json:"removedResources"`
}

type deltaResource struct {
	Name    string `json:"name"`
	Version string `json:"version"`
	// Any is a google.protobuf.Any, in binary.
	Any []byte `json:"any"`
}

func (s *stream) openDelta(ctx context.Context, client discovery.AggregatedDiscoveryServiceClient) error {
	call, err := client.DeltaAggregatedResources(ctx)
	if err != nil {
		return err
	}
	s.send = func(text json.RawMessage) error {
		request := &discovery.DeltaDiscoveryRequest{}
		if err := protojson.Unmarshal(text, request); err != nil {
			return err
		}
		return call.Send(request)
	}
	s.receive = func() (any, error) {
		r, err := call.Recv()
		if err != nil {
			return nil, err
		}
		response := deltaResponse{
			SystemVersionInfo: r.SystemVersionInfo,
			TypeURL:           r.TypeUrl,
			Nonce:             r.Nonce,
			Resources:         []deltaResource{},
			RemovedResources:  append([]string{}, r.RemovedResources...),
		}
		for _, resource := range r.Resources {
			bytes, err := proto.Marshal(resource.Resource)
			if err != nil {
				return nil, err
			}
			response.Resources = append(response.Resources, deltaResource{resource.Name, resource.Version, bytes})
		}
		return response, nil
	}
	return nil
}

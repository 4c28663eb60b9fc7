package proxyconfig

import (
	"context"
	"fmt"
	"math"

	core "github.com/envoyproxy/go-control-plane/envoy/config/core/v3"
	discovery "github.com/envoyproxy/go-control-plane/envoy/service/discovery/v3"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/protobuf/types/known/anypb"
	"google.golang.org/protobuf/types/known/structpb"
)

// proxyNode says who the proxy is: istiod scopes policy by its namespace and labels.
type proxyNode struct {
	id        string
	namespace string
	labels    map[string]any
}

// client is one ADS stream.
type client struct {
	conn   *grpc.ClientConn
	stream discovery.AggregatedDiscoveryService_StreamAggregatedResourcesClient
	node   *core.Node
}

func dial(ctx context.Context, address string, node proxyNode) (*client, error) {
	metadata, err := structpb.NewStruct(map[string]any{
		"NAMESPACE":     node.namespace,
		"CLUSTER_ID":    "Kubernetes",
		"ISTIO_VERSION": "1.32.0",
		"LABELS":        node.labels,
	})
	if err != nil {
		return nil, fmt.Errorf("node metadata: %w", err)
	}
	conn, err := grpc.NewClient(address,
		grpc.WithTransportCredentials(insecure.NewCredentials()),
		grpc.WithDefaultCallOptions(grpc.MaxCallRecvMsgSize(math.MaxInt32)))
	if err != nil {
		return nil, fmt.Errorf("dial %s: %w", address, err)
	}
	stream, err := discovery.NewAggregatedDiscoveryServiceClient(conn).StreamAggregatedResources(ctx)
	if err != nil {
		_ = conn.Close()
		return nil, fmt.Errorf("open a stream to %s: %w", address, err)
	}
	return &client{conn: conn, stream: stream, node: &core.Node{Id: node.id, Metadata: metadata}}, nil
}

func (c *client) close() { _ = c.conn.Close() }

// ask subscribes to a type and returns the first answer, ACKed. No names asks for everything.
func (c *client) ask(typeURL string, names []string) ([]*anypb.Any, error) {
	request := &discovery.DiscoveryRequest{Node: c.node, TypeUrl: typeURL, ResourceNames: names}
	if err := c.stream.Send(request); err != nil {
		return nil, fmt.Errorf("ask for %s: %w", typeURL, err)
	}
	for {
		response, err := c.stream.Recv()
		if err != nil {
			return nil, fmt.Errorf("wait for %s: %w", typeURL, err)
		}
		if err := c.ack(response, names); err != nil {
			return nil, err
		}
		// A push of an earlier type may come in between.
		if response.TypeUrl == typeURL {
			return response.Resources, nil
		}
	}
}

func (c *client) ack(response *discovery.DiscoveryResponse, names []string) error {
	err := c.stream.Send(&discovery.DiscoveryRequest{
		TypeUrl:       response.TypeUrl,
		ResourceNames: names,
		VersionInfo:   response.VersionInfo,
		ResponseNonce: response.Nonce,
	})
	if err != nil {
		return fmt.Errorf("acknowledge %s: %w", response.TypeUrl, err)
	}
	return nil
}

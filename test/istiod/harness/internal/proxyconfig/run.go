// Package proxyconfig asks an istiod, as a sidecar would, for the Envoy configuration it computes.
package proxyconfig

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"time"
)

// timeout of the whole conversation; an istiod that is ready answers each request within a second.
const timeout = 30 * time.Second

// Run prints {"listeners","clusters","routes","endpoints","extensions"}: each maps a resource's name to its ProtoJSON.
func Run(ctx context.Context, args []string) error {
	flags := flag.NewFlagSet("proxyconfig", flag.ContinueOnError)
	address := flags.String("address", "", "istiod's plaintext gRPC address")
	node := flags.String("node", "", "type~IP~NAME.NAMESPACE~NAMESPACE.svc.DOMAIN")
	namespace := flags.String("namespace", "default", "the proxy's namespace")
	labels := flags.String("labels", "{}", "the workload's labels, a JSON object of strings")
	if err := flags.Parse(args); err != nil {
		return err
	}
	if *address == "" || *node == "" {
		return errors.New("proxyconfig needs --address and --node")
	}
	workload := map[string]any{}
	if err := json.Unmarshal([]byte(*labels), &workload); err != nil {
		return fmt.Errorf("--labels: %w", err)
	}
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()

	proxy, err := dial(ctx, *address, proxyNode{id: *node, namespace: *namespace, labels: workload})
	if err != nil {
		return err
	}
	defer proxy.close()
	config, err := readAll(proxy)
	if err != nil {
		return err
	}
	return json.NewEncoder(os.Stdout).Encode(config)
}

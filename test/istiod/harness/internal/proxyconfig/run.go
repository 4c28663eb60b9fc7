// Package proxyconfig asks an istiod, as a sidecar would, for the Envoy configuration it computes.
package proxyconfig

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"time"
)

// timeout of the whole conversation; an istiod that is ready answers each request within a second.
const timeout = 30 * time.Second

// Run prints {"listeners","clusters","routes","endpoints","extensions"}: each maps a resource's name to its ProtoJSON.
func Run(ctx context.Context, args []string) error {
	address, node, err := parseFlags("proxyconfig", args)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()

	proxy, err := dial(ctx, address, node)
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

// parseFlags reads where istiod is and who the proxy is.
func parseFlags(command string, args []string) (string, proxyNode, error) {
	flags := flag.NewFlagSet(command, flag.ContinueOnError)
	address := flags.String("address", "", "istiod's plaintext gRPC address")
	node := flags.String("node", "", "type~IP~NAME.NAMESPACE~NAMESPACE.svc.DOMAIN")
	namespace := flags.String("namespace", "default", "the proxy's namespace")
	labels := flags.String("labels", "{}", "the workload's labels, a JSON object of strings")
	if err := flags.Parse(args); err != nil {
		return "", proxyNode{}, err
	}
	if *address == "" || *node == "" {
		return "", proxyNode{}, fmt.Errorf("%s needs --address and --node", command)
	}
	workload := map[string]any{}
	if err := json.Unmarshal([]byte(*labels), &workload); err != nil {
		return "", proxyNode{}, fmt.Errorf("--labels: %w", err)
	}
	return *address, proxyNode{id: *node, namespace: *namespace, labels: workload}, nil
}

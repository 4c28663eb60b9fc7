// Package kubeapi is a Kubernetes API server with next to no content, enough for istiod to start against. Lists hold what
// it was started with, every watch stays silent after that, and what is written can be read back.
package kubeapi

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
	"time"
)

// maxBody bounds what a client may write; istiod's largest object is a Secret of a few kilobytes.
const maxBody = 1 << 20

// Server is the API server. It listens until its context ends.
type Server struct {
	address string
	kinds   map[groupResource]string
	listed  map[groupResource][]object

	mu      sync.Mutex
	objects map[string]stored
}

type stored struct {
	contentType string
	body        []byte
}

// Start listens on a free loopback port. The objects, in JSON, are what its lists hold.
func Start(ctx context.Context, objects []json.RawMessage) (*Server, error) {
	listed, err := readObjects(objects)
	if err != nil {
		return nil, err
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("listen for the Kubernetes API: %w", err)
	}
	s := &Server{address: listener.Addr().String(), kinds: knownKinds(), listed: listed, objects: map[string]stored{}}
	server := &http.Server{
		Handler:           s,
		ReadHeaderTimeout: 10 * time.Second,
		BaseContext:       func(net.Listener) context.Context { return ctx },
	}
	go func() { _ = server.Serve(listener) }()
	context.AfterFunc(ctx, func() { _ = server.Close() })
	return s, nil
}

// Kubeconfig is a client configuration that leads to this server.
func (s *Server) Kubeconfig() string {
	return fmt.Sprintf(`apiVersion: v1
kind: Config
current-context: empty
contexts: [{name: empty, context: {cluster: empty, user: nobody}}]
clusters: [{name: empty, cluster: {server: "http://%s"}}]
users: [{name: nobody, user: {}}]
`, s.address)
}

func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.URL.Path == "/version" {
		writeJSON(w, http.StatusOK, map[string]string{"major": "1", "minor": "35", "gitVersion": "v1.35.0"})
		return
	}
	target, ok := parsePath(r.URL.Path)
	switch {
	case !ok:
		writeNotFound(w, r.URL.Path)
	case r.Method == http.MethodPost, r.Method == http.MethodPut, r.Method == http.MethodPatch:
		s.write(w, r, target)
	case r.Method == http.MethodDelete:
		s.remove(w, r)
	case r.URL.Query().Get("watch") != "":
		s.watch(w, r, target)
	case target.name != "":
		s.get(w, r)
	default:
		s.list(w, r, target)
	}
}

func (s *Server) get(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	object, ok := s.objects[r.URL.Path]
	s.mu.Unlock()
	if !ok {
		writeNotFound(w, r.URL.Path)
		return
	}
	w.Header().Set("Content-Type", object.contentType)
	_, _ = w.Write(object.body)
}

// write keeps the object under its own path and answers with it, as an API server does.
func (s *Server) write(w http.ResponseWriter, r *http.Request, t target) {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
	if err != nil {
		http.Error(w, err.Error(), http.StatusRequestEntityTooLarge)
		return
	}
	contentType := r.Header.Get("Content-Type")
	path := r.URL.Path
	if strings.Contains(contentType, "json") {
		contentType = "application/json"
		body, path = stamp(body, path, t)
	}
	s.mu.Lock()
	s.objects[path] = stored{contentType: contentType, body: body}
	s.mu.Unlock()
	w.Header().Set("Content-Type", contentType)
	if r.Method == http.MethodPost {
		w.WriteHeader(http.StatusCreated)
	}
	_, _ = w.Write(body)
}

func (s *Server) remove(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	delete(s.objects, r.URL.Path)
	s.mu.Unlock()
	writeJSON(w, http.StatusOK, map[string]string{"kind": "Status", "apiVersion": "v1", "status": "Success"})
}

// stamp gives the object a resourceVersion, and finds the path under which it will be asked for.
func stamp(body []byte, path string, t target) ([]byte, string) {
	object := map[string]any{}
	if err := json.Unmarshal(body, &object); err != nil {
		return body, path
	}
	metadata, ok := object["metadata"].(map[string]any)
	if !ok {
		metadata = map[string]any{}
		object["metadata"] = metadata
	}
	metadata["resourceVersion"] = "1"
	if name, ok := metadata["name"].(string); ok && t.name == "" {
		path += "/" + name
	}
	stamped, err := json.Marshal(object)
	if err != nil {
		return body, path
	}
	return stamped, path
}

func writeNotFound(w http.ResponseWriter, path string) {
	writeJSON(w, http.StatusNotFound, map[string]any{
		"kind": "Status", "apiVersion": "v1", "status": "Failure",
		"reason": "NotFound", "code": http.StatusNotFound, "message": path + " not found",
	})
}

func writeJSON(w http.ResponseWriter, status int, value any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(value)
}

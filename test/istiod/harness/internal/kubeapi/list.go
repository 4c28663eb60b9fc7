package kubeapi

import (
	"encoding/json"
	"net/http"
	"strings"
)

// list answers with the objects that the server was started with.
func (s *Server) list(w http.ResponseWriter, r *http.Request, t target) {
	kind, apiVersion := s.listKind(r, t)
	writeJSON(w, http.StatusOK, map[string]any{
		"kind":       kind + "List",
		"apiVersion": apiVersion,
		"metadata":   map[string]string{"resourceVersion": "1"},
		"items":      s.items(t, kind, apiVersion),
	})
}

// watch sends the objects and says that they are complete, where it is asked to, and then nothing until the client goes away.
func (s *Server) watch(w http.ResponseWriter, r *http.Request, t target) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(http.StatusOK)
	if r.URL.Query().Get("sendInitialEvents") == "true" {
		kind, apiVersion := s.listKind(r, t)
		for _, item := range s.items(t, kind, apiVersion) {
			_ = json.NewEncoder(w).Encode(map[string]any{"type": "ADDED", "object": item})
		}
		_ = json.NewEncoder(w).Encode(map[string]any{
			"type": "BOOKMARK",
			"object": map[string]any{
				"kind":       kind,
				"apiVersion": apiVersion,
				"metadata": map[string]any{
					"resourceVersion": "1",
					"annotations":     map[string]string{"k8s.io/initial-events-end": "true"},
				},
			},
		})
	}
	if flusher, ok := w.(http.Flusher); ok {
		flusher.Flush()
	}
	<-r.Context().Done()
}

// listKind is the kind of the items as the client wants them: metadata clients ask for PartialObjectMetadata.
func (s *Server) listKind(r *http.Request, t target) (kind, apiVersion string) {
	if strings.Contains(r.Header.Get("Accept"), "as=PartialObjectMetadata") {
		return "PartialObjectMetadata", "meta.k8s.io/v1"
	}
	return s.kinds[t.groupResource], t.apiVersion()
}

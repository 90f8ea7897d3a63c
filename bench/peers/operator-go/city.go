package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"strings"
	"sync"
	"time"
)

const publicationsDocument = `query($first: Int!, $after: String) { answer: publications(first: $first, after: $after)
  { nodes { kind name digest revision retired } pageInfo { hasNextPage endCursor } } }`

const publishDocument = `mutation($input: PublishModuleInput!) { answer: publishModule(input: $input)
  { revision userErrors { code message field rule } } }`

// served is what the city has under a name.
type served struct {
	digest   string
	revision int32
}

// city is the API that modules are published to, and what it is known to serve.
type city struct {
	client http.Client
	url    string
	token  string

	lock    sync.Mutex
	modules map[string]served
}

func newCity(url, token string) *city {
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.MaxIdleConnsPerHost = atOnce
	return &city{client: http.Client{Timeout: 10 * time.Second, Transport: transport}, url: url, token: token}
}

// learn asks for everything that the city serves.
func (city *city) learn(ctx context.Context) error {
	type page struct {
		Nodes []struct {
			Kind, Name, Digest string
			Revision           int32
			Retired            bool
		}
		PageInfo struct {
			HasNextPage bool
			EndCursor   *string
		}
	}
	modules := map[string]served{}
	var after *string
	for {
		var answer page
		if err := city.ask(ctx, publicationsDocument, map[string]any{"first": 100, "after": after}, &answer); err != nil {
			return err
		}
		for _, node := range answer.Nodes {
			if !node.Retired && node.Kind == "SERVICE_MODULE" {
				modules[node.Name] = served{node.Digest, node.Revision}
			}
		}
		if after = answer.PageInfo.EndCursor; !answer.PageInfo.HasNextPage {
			break
		}
	}
	city.lock.Lock()
	defer city.lock.Unlock()
	city.modules = modules
	return nil
}

// known is what the city serves under a name.
func (city *city) known(name string) served {
	city.lock.Lock()
	defer city.lock.Unlock()
	return city.modules[name]
}

// publish hands a spec to the city.
func (city *city) publish(ctx context.Context, name string, spec []byte, digest string) (served, error) {
	var answer struct {
		Revision   int32
		UserErrors []struct{ Code, Message string }
	}
	input := map[string]any{"name": name, "spec": json.RawMessage(spec), "dryRun": false}
	if err := city.ask(ctx, publishDocument, map[string]any{"input": input}, &answer); err != nil {
		return served{}, err
	}
	if len(answer.UserErrors) > 0 {
		return served{}, fmt.Errorf("the city refuses %s: %s", name, answer.UserErrors[0].Message)
	}
	now := served{digest, answer.Revision}
	city.lock.Lock()
	defer city.lock.Unlock()
	city.modules[name] = now
	return now, nil
}

func (city *city) ask(ctx context.Context, document string, variables map[string]any, answer any) error {
	token, err := os.ReadFile(city.token)
	if err != nil {
		return err
	}
	body, err := json.Marshal(map[string]any{"query": document, "variables": variables})
	if err != nil {
		return err
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, city.url+"/graphql", bytes.NewReader(body))
	if err != nil {
		return err
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("Authorization", "Bearer "+strings.TrimSpace(string(token)))
	response, err := city.client.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return fmt.Errorf("the city answers %s", response.Status)
	}
	envelope := struct{ Data struct{ Answer any } }{}
	envelope.Data.Answer = answer
	return json.NewDecoder(response.Body).Decode(&envelope)
}

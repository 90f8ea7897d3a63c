{{- /* One webhook: which kinds it is asked about, and what holds when nobody answers. */ -}}

{{- define "cityhall.admission" -}}
admissionReviewVersions: [v1]
failurePolicy: {{ .failurePolicy }}
matchPolicy: Equivalent
sideEffects: None
timeoutSeconds: {{ .root.Values.webhook.timeoutSeconds }}
clientConfig:
  service:
    name: {{ include "cityhall.webhook" .root }}
    namespace: {{ .root.Release.Namespace }}
    path: /validate
    port: 443
namespaceSelector:
  matchLabels:
    kubernetes.io/metadata.name: {{ .root.Release.Namespace }}
matchConditions:
  # What goes must be able to go without the operator.
  - name: stays
    expression: "!has(object.metadata.deletionTimestamp)"
  # Labels, annotations and owners are none of the operator's business.
  - name: says-something-else
    expression: request.operation == 'CREATE' || object.spec != oldObject.spec
rules:
  - apiGroups: [cityhall.dev]
    apiVersions: [v1alpha1]
    operations: [CREATE, UPDATE]
    resources: {{ .resources | toJson }}
    scope: Namespaced
{{- end -}}

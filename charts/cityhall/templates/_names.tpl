{{- /* Names. What lies in the namespace is named after the release; what lies outside of it carries both. */ -}}

{{- define "cityhall.fullname" -}}
{{- $release := .Release.Name | replace "." "-" -}}
{{- $full := ternary $release (printf "%s-%s" $release .Chart.Name) (contains .Chart.Name $release) -}}
{{- $full | trunc 50 | trimSuffix "-" -}}
{{- end -}}

{{- define "cityhall.operator" -}}
{{ include "cityhall.fullname" . }}-operator
{{- end -}}

{{- define "cityhall.webhook" -}}
{{ include "cityhall.fullname" . }}-webhook
{{- end -}}

{{- define "cityhall.webhookSecret" -}}
{{ include "cityhall.fullname" . }}-webhook-tls
{{- end -}}

{{- define "cityhall.metrics" -}}
{{ include "cityhall.fullname" . }}-metrics
{{- end -}}

{{- define "cityhall.test" -}}
{{ include "cityhall.fullname" . }}-test
{{- end -}}

{{- /* The name of an object that belongs to no namespace. No namespace has a dot, so no two releases meet. */ -}}
{{- define "cityhall.clusterName" -}}
{{ include "cityhall.fullname" . }}.{{ .Release.Namespace }}
{{- end -}}

{{- /* One lease for the namespace, whatever releases are in it: two operators never lead there. */ -}}
{{- define "cityhall.lease" -}}
cityhall-operator
{{- end -}}

{{- /* Whom the city takes the operator's token from; it is in the token and in the city's configuration. */ -}}
{{- define "cityhall.audience" -}}
cityhall-publisher
{{- end -}}

{{- define "cityhall.labels" -}}
{{ include "cityhall.selectorLabels" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/part-of: cityhall
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" }}
{{- end -}}

{{- define "cityhall.selectorLabels" -}}
app.kubernetes.io/name: {{ .Chart.Name }}
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/component: operator
{{- end -}}

{{- define "cityhall.testLabels" -}}
app.kubernetes.io/name: {{ .Chart.Name }}
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/component: test
app.kubernetes.io/part-of: cityhall
app.kubernetes.io/managed-by: {{ .Release.Service }}
{{- end -}}

{{- /* Labels that somebody adds. By some of the others pods are found, so none of those may be said twice. */ -}}
{{- define "cityhall.addedLabels" -}}
{{- range $label, $_ := .labels -}}
{{- if or (hasPrefix "app.kubernetes.io/" $label) (hasPrefix "helm.sh/" $label) -}}
{{- fail (printf "%s: the label %s is the chart's own; choose another" $.value $label) -}}
{{- end -}}
{{- end -}}
{{- toYaml .labels -}}
{{- end -}}

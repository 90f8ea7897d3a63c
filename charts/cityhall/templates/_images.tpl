{{- /* Images. Each is a reference by digest where one is given, by tag otherwise, and never `latest`. */ -}}

{{- define "cityhall.image" -}}
{{- include "cityhall.reference" (dict "image" .Values.image "version" .Chart.AppVersion "value" "image") -}}
{{- end -}}

{{- define "cityhall.cityImage" -}}
{{- $city := .Values.cityImage -}}
{{- $version := ternary $city .Values.image (or $city.tag $city.digest | not | not) -}}
{{- $repository := $city.repository | default .Values.image.repository -}}
{{- $image := dict "repository" $repository "tag" $version.tag "digest" $version.digest -}}
{{- include "cityhall.reference" (dict "image" $image "version" .Chart.AppVersion "value" "cityImage") -}}
{{- end -}}

{{- define "cityhall.reference" -}}
{{- if eq .image.tag "latest" -}}
{{- fail (printf "%s.tag: name a version; \"latest\" does not say what runs" .value) -}}
{{- end -}}
{{- if .image.digest -}}
{{ .image.repository }}@{{ .image.digest }}
{{- else -}}
{{ .image.repository }}:{{ .image.tag | default .version }}
{{- end -}}
{{- end -}}

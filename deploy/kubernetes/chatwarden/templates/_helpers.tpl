{{- define "chatwarden.name" -}}
{{- if contains .Chart.Name .Release.Name }}{{ .Release.Name | trunc 40 | trimSuffix "-" }}{{ else }}{{ printf "%s-%s" .Release.Name .Chart.Name | trunc 40 | trimSuffix "-" }}{{ end }}
{{- end }}

{{- define "chatwarden.image" -}}
{{- with .Values.image }}{{ .repository }}{{ if .digest }}@{{ .digest }}{{ else }}:{{ .tag | default $.Chart.AppVersion }}{{ end }}{{ end }}
{{- end }}

{{- define "chatwarden.serviceAccount" -}}
{{- .Values.serviceAccount.name | default (include "chatwarden.name" .) }}
{{- end }}

{{/* The ports on which the servers answer; pipelines has none. */}}
{{- define "chatwarden.ports" -}}
{"classifier": 9101, "tagger": 9102, "ingest": 9103, "rewriter": 9104, "bridge": 8080}
{{- end }}

{{/* The metric of the queue by which a server scales; the bridge has its callers' line before the model servers. */}}
{{- define "chatwarden.queueMetrics" -}}
{"classifier": "chatwarden_inference_queue_size", "tagger": "chatwarden_inference_queue_size", "rewriter": "chatwarden_inference_queue_size",
 "ingest": "chatwarden_broker_backlog", "bridge": "chatwarden_admission_queue_size"}
{{- end }}

{{- define "chatwarden.selector" -}}
app.kubernetes.io/name: {{ .root.Chart.Name }}
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/component: {{ .server }}
{{- end }}

{{- define "chatwarden.labels" -}}
{{ include "chatwarden.selector" . }}
app.kubernetes.io/version: {{ .root.Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .root.Chart.Name .root.Chart.Version }}
{{- end }}

{{- define "chatwarden.tlsSecret" -}}
{{- .root.Values.tls.secret | default (printf "%s-%s-tls" (include "chatwarden.name" .root) .server) }}
{{- end }}

{{/* A setting by its name as a variable of the environment. */}}
{{- define "chatwarden.variable" -}}
CHATWARDEN_{{ . | replace "." "_" | replace "-" "_" | upper }}
{{- end }}

{{/* What every server is told; later settings win. */}}
{{- define "chatwarden.settings" -}}
{{- $name := include "chatwarden.name" .root }}
{{- $given := dict "data.dir" "/var/lib/chatwarden" "metrics.address" "0.0.0.0" }}
{{- range $peer, $port := include "chatwarden.ports" .root | fromJson }}
{{- if ne $peer "bridge" }}{{ $_ := set $given (printf "%s.target" $peer) (printf "dns:///%s-%s:%d" $name $peer (int $port)) }}{{ end }}
{{- if eq $peer $.server }}{{ $_ := set $given (printf "%s.address" $peer) "0.0.0.0" }}{{ end }}
{{- end }}
{{- if .root.Values.models.claim }}{{ $_ := set $given "model.sources" "/models,/opt/chatwarden/lib/models" }}{{ end }}
{{- if .root.Values.tls.enabled }}
{{- $_ := set $given "grpc.tls-authority" "/etc/chatwarden/tls/ca.crt" }}
{{- $_ := set $given "grpc.tls-certificate" "/etc/chatwarden/tls/tls.crt" }}
{{- $_ := set $given "grpc.tls-key" "/etc/chatwarden/tls/tls.key" }}
{{- if eq .server "bridge" }}
{{- $_ := set $given "bridge.tls-certificate" "/etc/chatwarden/tls/tls.crt" }}
{{- $_ := set $given "bridge.tls-key" "/etc/chatwarden/tls/tls.key" }}
{{- end }}
{{- else }}{{ $_ := set $given "grpc.allow-plaintext" "true" }}{{ end }}
{{- if eq .server "bridge" }}{{ $_ := set $given "access.enabled" "true" }}{{ end }}
{{- $given = mergeOverwrite $given (deepCopy .root.Values.settings) (deepCopy (get .root.Values.servers .server).settings) }}
{{- range $setting, $value := $given }}
- name: {{ include "chatwarden.variable" $setting }}
  value: {{ $value | toString | quote }}
{{- end }}
{{- end }}

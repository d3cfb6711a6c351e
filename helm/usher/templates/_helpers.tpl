{{- define "usher.name" -}}
{{- default .Chart.Name .Values.nameOverride | trunc 63 | trimSuffix "-" }}
{{- end }}

{{/* 48 characters leave room for "-headless" and for what a StatefulSet appends. */}}
{{- define "usher.fullname" -}}
{{- if .Values.fullnameOverride }}
{{- .Values.fullnameOverride | trunc 48 | trimSuffix "-" }}
{{- else }}
{{- $name := include "usher.name" . }}
{{- if contains $name .Release.Name }}
{{- .Release.Name | trunc 48 | trimSuffix "-" }}
{{- else }}
{{- printf "%s-%s" .Release.Name $name | trunc 48 | trimSuffix "-" }}
{{- end }}
{{- end }}
{{- end }}

{{- define "usher.selectorLabels" -}}
app.kubernetes.io/name: {{ include "usher.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{/* Pods that are not usherd carry another name, so that no selector of usherd's takes them in. */}}
{{- define "usher.demoRedis.selectorLabels" -}}
app.kubernetes.io/name: {{ include "usher.name" . | trunc 52 | trimSuffix "-" }}-demo-redis
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "usher.metaLabels" -}}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" | trunc 63 }}
app.kubernetes.io/version: {{ .Values.image.tag | default .Chart.AppVersion | replace "+" "_" | trunc 63 | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
{{- with .Values.commonLabels }}
{{ toYaml . }}
{{- end }}
{{- end }}

{{- define "usher.labels" -}}
{{ include "usher.selectorLabels" . }}
{{ include "usher.metaLabels" . }}
{{- end }}

{{- define "usher.serviceAccountName" -}}
{{- if .Values.serviceAccount.create }}
{{- default (include "usher.fullname" .) .Values.serviceAccount.name }}
{{- else }}
{{- default "default" .Values.serviceAccount.name }}
{{- end }}
{{- end }}

{{- define "usher.image" -}}
{{- $tag := .Values.image.tag | default .Chart.AppVersion }}
{{- with .Values.image.registry }}{{ . }}/{{ end }}{{ .Values.image.repository }}:{{ $tag }}
{{- end }}

{{/* Where the customers' records live: external, demo or embedded. */}}
{{- define "usher.store" -}}
{{- if .Values.redis.url }}external
{{- else if .Values.demoRedis.enabled }}demo
{{- else }}embedded
{{- end }}
{{- end }}

{{- define "usher.redisUrl" -}}
{{- if eq (include "usher.store" .) "demo" -}}
redis://{{ include "usher.fullname" . }}-demo-redis:6379/0
{{- else -}}
{{ .Values.redis.url }}
{{- end }}
{{- end }}

{{/* The fewest pods there can be; the autoscaler decides when it is on. */}}
{{- define "usher.replicasMin" -}}
{{- if .Values.autoscaling.enabled }}{{ .Values.autoscaling.minReplicas }}{{ else }}{{ .Values.replicaCount }}{{ end }}
{{- end }}

{{/* usherd's pod, the same in the Deployment and in the StatefulSet but for where its data are. */}}
{{- define "usher.pod" -}}
{{- $store := include "usher.store" . -}}
metadata:
  annotations:
    checksum/config: {{ include (print $.Template.BasePath "/configmap.yaml") . | sha256sum }}
    {{- with .Values.podAnnotations }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
  labels:
    {{- include "usher.labels" . | nindent 4 }}
    {{- with .Values.podLabels }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
spec:
  {{- with .Values.imagePullSecrets }}
  imagePullSecrets:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  serviceAccountName: {{ include "usher.serviceAccountName" . }}
  automountServiceAccountToken: {{ .Values.serviceAccount.automount }}
  securityContext:
    {{- toYaml .Values.podSecurityContext | nindent 4 }}
  terminationGracePeriodSeconds: {{ .Values.terminationGracePeriodSeconds }}
  {{- with .Values.priorityClassName }}
  priorityClassName: {{ . }}
  {{- end }}
  {{- with .Values.initContainers }}
  initContainers:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  containers:
    - name: usherd
      image: {{ include "usher.image" . | quote }}
      imagePullPolicy: {{ .Values.image.pullPolicy }}
      args:
        - --listen=0.0.0.0:7300
        - --config=/etc/usher/usherd.yaml
        - --policy=/etc/usher/policy.yaml
        {{- if .Values.providers }}
        - --providers=/etc/usher/providers.yaml
        {{- end }}
        {{- if .Values.http.enabled }}
        - --http-listen=0.0.0.0:7380
        {{- end }}
        {{- if eq $store "embedded" }}
        - --data-dir=/var/lib/usher
        {{- else }}
        - --redis={{ include "usher.redisUrl" . }}
        {{- end }}
        {{- if .Values.redis.existingSecret }}
        - --redis-password-file=/run/secrets/usher/redis/password
        {{- end }}
        {{- with .Values.extraArgs }}
        {{- toYaml . | nindent 8 }}
        {{- end }}
      {{- with .Values.extraEnv }}
      env:
        {{- toYaml . | nindent 8 }}
      {{- end }}
      ports:
        - name: grpc
          containerPort: 7300
          protocol: TCP
        {{- if .Values.http.enabled }}
        - name: http
          containerPort: 7380
          protocol: TCP
        {{- end }}
      {{- range $probe := list "startupProbe" "readinessProbe" "livenessProbe" }}
      {{ $probe }}:
        grpc:
          port: 7300
          service: {{ eq $probe "livenessProbe" | ternary "liveness" "" | quote }}
        {{- with index $.Values $probe }}
        {{- toYaml . | nindent 8 }}
        {{- end }}
      {{- end }}
      lifecycle:
        preStop:
          exec:
            command: [sleep, {{ .Values.preStopSleepSeconds | quote }}]
      securityContext:
        {{- toYaml .Values.securityContext | nindent 8 }}
      resources:
        {{- toYaml .Values.resources | nindent 8 }}
      volumeMounts:
        - name: config
          mountPath: /etc/usher
          readOnly: true
        - name: tmp
          mountPath: /tmp
        {{- if eq $store "embedded" }}
        - name: data
          mountPath: /var/lib/usher
        {{- end }}
        {{- if .Values.redis.existingSecret }}
        - name: redis-password
          mountPath: /run/secrets/usher/redis
          readOnly: true
        {{- end }}
        {{- if .Values.credentials.existingSecret }}
        - name: credentials
          mountPath: /run/secrets/usher/credentials
          readOnly: true
        {{- end }}
        {{- with .Values.extraVolumeMounts }}
        {{- toYaml . | nindent 8 }}
        {{- end }}
    {{- with .Values.extraContainers }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
  volumes:
    - name: config
      configMap:
        name: {{ include "usher.fullname" . }}
    - name: tmp
      emptyDir: {}
    {{- if and (eq $store "embedded") (not .Values.persistence.enabled) }}
    - name: data
      emptyDir: {}
    {{- end }}
    {{- if .Values.redis.existingSecret }}
    - name: redis-password
      secret:
        secretName: {{ .Values.redis.existingSecret }}
        items:
          - key: {{ .Values.redis.passwordKey }}
            path: password
    {{- end }}
    {{- with .Values.credentials.existingSecret }}
    - name: credentials
      secret:
        secretName: {{ . }}
    {{- end }}
    {{- with .Values.extraVolumes }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
  {{- with .Values.nodeSelector }}
  nodeSelector:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- with .Values.tolerations }}
  tolerations:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- with .Values.affinity }}
  affinity:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- if .Values.topologySpreadConstraints }}
  topologySpreadConstraints:
    {{- toYaml .Values.topologySpreadConstraints | nindent 4 }}
  {{- else if gt (int (include "usher.replicasMin" .)) 1 }}
  topologySpreadConstraints:
    - maxSkew: 1
      topologyKey: kubernetes.io/hostname
      whenUnsatisfiable: ScheduleAnyway
      labelSelector:
        matchLabels:
          {{- include "usher.selectorLabels" . | nindent 10 }}
  {{- end }}
{{- end }}

{{/* Combinations that no schema can refuse, each with what to do instead. */}}
{{- define "usher.validate" -}}
{{- if and .Values.redis.url .Values.demoRedis.enabled }}
{{- fail "redis.url and demoRedis.enabled are both set: usher has one Redis, so remove one of them." }}
{{- end }}
{{- if contains "@" .Values.redis.url }}
{{- fail "redis.url carries a user or password, which everybody who reads the pod would see: put the password into a Secret and name it in redis.existingSecret." }}
{{- end }}
{{- if and .Values.redis.existingSecret (not .Values.redis.url) }}
{{- fail "redis.existingSecret is set but redis.url is not: the Secret holds the password of the Redis at redis.url." }}
{{- end }}
{{- if eq (include "usher.store" .) "embedded" }}
{{- if gt (int .Values.replicaCount) 1 }}
{{- fail (printf "replicaCount is %d, but each pod would keep its customers in a Redis of its own: set redis.url (or demoRedis.enabled, to try it out), or replicaCount to 1." (int .Values.replicaCount)) }}
{{- end }}
{{- if .Values.autoscaling.enabled }}
{{- fail "autoscaling.enabled is set, but each pod would keep its customers in a Redis of its own: set redis.url (or demoRedis.enabled, to try it out)." }}
{{- end }}
{{- end }}
{{- if and .Values.autoscaling.enabled (gt (int .Values.autoscaling.minReplicas) (int .Values.autoscaling.maxReplicas)) }}
{{- fail (printf "autoscaling.minReplicas is %d, more than autoscaling.maxReplicas, which is %d." (int .Values.autoscaling.minReplicas) (int .Values.autoscaling.maxReplicas)) }}
{{- end }}
{{- if ge (int .Values.preStopSleepSeconds) (int .Values.terminationGracePeriodSeconds) }}
{{- fail (printf "terminationGracePeriodSeconds is %d, which leaves nothing for draining after preStopSleepSeconds, which is %d: make it longer." (int .Values.terminationGracePeriodSeconds) (int .Values.preStopSleepSeconds)) }}
{{- end }}
{{- end }}

"""Renders the chart with several sets of values and checks what comes out, parsed.

Exits with 77, which ctest counts as skipped, where nothing can render a chart.
"""

import json
import re
import sys
import unittest

import yaml

import chart

EXTERNAL = {"redis": {"url": "redis://redis.shop.svc:6379/0"}, "replicaCount": 3}
DEMO = {"demoRedis": {"enabled": True}, "replicaCount": 2}


def matches(selector, labels):
    return selector.items() <= labels.items()


def pods_of(manifests):
    """The labels and specs of everything that becomes a pod."""
    for (kind, name), manifest in manifests.items():
        if kind in ("Deployment", "StatefulSet"):
            template = manifest["spec"]["template"]
            yield name, template["metadata"]["labels"], template["spec"]
        elif kind == "Pod":
            yield name, manifest["metadata"]["labels"], manifest["spec"]


class EmbeddedStore(unittest.TestCase):
    def setUp(self):
        self.manifests = chart.render()
        self.workload = self.manifests["StatefulSet", "shop-usher"]

    def test_is_the_default_and_needs_no_deployment(self):
        self.assertNotIn("Deployment", {kind for kind, _ in self.manifests})
        self.assertEqual(self.workload["spec"]["replicas"], 1)
        self.assertIn(("Service", self.workload["spec"]["serviceName"]), self.manifests)

    def test_keeps_its_data_on_a_claim(self):
        claim, = self.workload["spec"]["volumeClaimTemplates"]
        self.assertEqual(claim["spec"]["resources"]["requests"]["storage"], "8Gi")
        self.assertEqual(claim["spec"]["accessModes"], ["ReadWriteOnce"])
        self.assertNotIn("storageClassName", claim["spec"])
        container = chart.container_of(self.workload)
        self.assertIn({"name": claim["metadata"]["name"], "mountPath": "/var/lib/usher"},
                      container["volumeMounts"])
        self.assertEqual(container["args"], [
            "--listen=0.0.0.0:7300", "--config=/etc/usher/usherd.yaml",
            "--policy=/etc/usher/policy.yaml", "--data-dir=/var/lib/usher"])

    def test_takes_size_and_class_of_its_claim_from_values(self):
        workload = chart.render({"persistence": {"size": "20Gi", "storageClass": "fast"}})[
            "StatefulSet", "shop-usher"]
        claim, = workload["spec"]["volumeClaimTemplates"]
        self.assertEqual(claim["spec"]["storageClassName"], "fast")
        self.assertEqual(claim["spec"]["resources"]["requests"]["storage"], "20Gi")

    def test_without_persistence_has_a_volume_that_dies_with_the_pod(self):
        workload = chart.render({"persistence": {"enabled": False}})["StatefulSet", "shop-usher"]
        self.assertNotIn("volumeClaimTemplates", workload["spec"])
        self.assertIn({"name": "data", "emptyDir": {}}, chart.pod_of(workload)["volumes"])


class ExternalStore(unittest.TestCase):
    def setUp(self):
        self.manifests = chart.render(EXTERNAL)
        self.workload = self.manifests["Deployment", "shop-usher"]

    def test_is_a_deployment_without_data_of_its_own(self):
        self.assertNotIn("StatefulSet", {kind for kind, _ in self.manifests})
        self.assertEqual(self.workload["spec"]["replicas"], 3)
        args = chart.container_of(self.workload)["args"]
        self.assertIn("--redis=redis://redis.shop.svc:6379/0", args)
        self.assertFalse([arg for arg in args if arg.startswith("--data-dir")])

    def test_gives_up_no_replica_while_it_rolls(self):
        self.assertEqual(self.workload["spec"]["strategy"]["rollingUpdate"]["maxUnavailable"], 0)
        budget = self.manifests["PodDisruptionBudget", "shop-usher"]["spec"]
        self.assertEqual(budget["maxUnavailable"], 1)
        self.assertEqual(budget["unhealthyPodEvictionPolicy"], "AlwaysAllow")
        self.assertEqual(budget["selector"], self.workload["spec"]["selector"])

    def test_reads_its_password_from_a_file(self):
        values = {"redis": {"url": "redis://r:6379/0", "existingSecret": "s", "passwordKey": "k"}}
        workload = chart.render(values)["Deployment", "shop-usher"]
        container = chart.container_of(workload)
        self.assertIn("--redis-password-file=/run/secrets/usher/redis/password", container["args"])
        self.assertIn({"name": "redis-password", "readOnly": True,
                       "mountPath": "/run/secrets/usher/redis"}, container["volumeMounts"])
        volume = next(v for v in chart.pod_of(workload)["volumes"] if v["name"] == "redis-password")
        self.assertEqual(volume["secret"],
                         {"secretName": "s", "items": [{"key": "k", "path": "password"}]})

    def test_scales_by_load_when_told_to(self):
        manifests = chart.render({**EXTERNAL, "autoscaling": {"enabled": True, "maxReplicas": 5}})
        workload = manifests["Deployment", "shop-usher"]
        self.assertNotIn("replicas", workload["spec"])
        scaler = manifests["HorizontalPodAutoscaler", "shop-usher"]["spec"]
        self.assertEqual(scaler["scaleTargetRef"]["name"], workload["metadata"]["name"])
        self.assertEqual((scaler["minReplicas"], scaler["maxReplicas"]), (2, 5))

    def test_one_replica_has_no_disruption_budget_and_no_spread(self):
        manifests = chart.render({**EXTERNAL, "replicaCount": 1})
        self.assertNotIn(("PodDisruptionBudget", "shop-usher"), manifests)
        self.assertNotIn("topologySpreadConstraints",
                         chart.pod_of(manifests["Deployment", "shop-usher"]))
        self.assertIn("topologySpreadConstraints", chart.pod_of(self.workload))


class DemoStore(unittest.TestCase):
    def setUp(self):
        self.manifests = chart.render(DEMO)

    def test_is_one_redis_that_says_it_is_not_for_production(self):
        redis = self.manifests["Deployment", "shop-usher-demo-redis"]
        self.assertEqual(redis["spec"]["replicas"], 1)
        self.assertEqual(redis["metadata"]["labels"]["usher/not-for-production"], "true")
        args = chart.container_of(redis, "redis")["args"]
        self.assertEqual(args[args.index("--appendonly") + 1], "yes")
        self.assertEqual(args[args.index("--maxmemory-policy") + 1], "noeviction")

    def test_is_where_usherd_looks(self):
        workload = self.manifests["Deployment", "shop-usher"]
        self.assertEqual(workload["spec"]["replicas"], 2)
        self.assertIn("--redis=redis://shop-usher-demo-redis:6379/0",
                      chart.container_of(workload)["args"])
        self.assertIn(("Service", "shop-usher-demo-redis"), self.manifests)


class EveryStore(unittest.TestCase):
    def renders(self):
        return [chart.render(values) for values in ({}, EXTERNAL, DEMO)]

    def test_a_service_reaches_its_own_pods_and_no_others(self):
        for manifests in self.renders():
            for (kind, name), service in manifests.items():
                if kind != "Service":
                    continue
                reached = [pod for pod, labels, _ in pods_of(manifests)
                           if matches(service["spec"]["selector"], labels)]
                self.assertEqual(reached, [name.removesuffix("-headless")])

    def test_ports_that_are_named_exist(self):
        for manifests in self.renders():
            for (kind, name), service in manifests.items():
                if kind != "Service":
                    continue
                pods = dict((pod, spec) for pod, _, spec in pods_of(manifests))
                ports = {port["name"]: port["containerPort"]
                         for container in pods[name.removesuffix("-headless")]["containers"]
                         for port in container["ports"]}
                for port in service["spec"]["ports"]:
                    self.assertEqual(port["port"], ports[port["targetPort"]])

    def test_no_container_has_more_rights_than_it_needs(self):
        for manifests in self.renders():
            for name, _, spec in pods_of(manifests):
                self.assertIs(spec["automountServiceAccountToken"], False, name)
                self.assertIs(spec["securityContext"]["runAsNonRoot"], True, name)
                self.assertEqual(spec["securityContext"]["runAsUser"], 1000, name)
                self.assertEqual(spec["securityContext"]["seccompProfile"],
                                 {"type": "RuntimeDefault"}, name)
                for container in spec["containers"]:
                    self.assertEqual(container["securityContext"], {
                        "allowPrivilegeEscalation": False,
                        "readOnlyRootFilesystem": True,
                        "capabilities": {"drop": ["ALL"]}}, name)

    def test_health_is_asked_by_grpc(self):
        for manifests in self.renders():
            workload = (manifests.get(("Deployment", "shop-usher"))
                        or manifests["StatefulSet", "shop-usher"])
            container = chart.container_of(workload)
            for probe, service in (("startupProbe", ""), ("readinessProbe", ""),
                                   ("livenessProbe", "liveness")):
                self.assertEqual(container[probe]["grpc"], {"port": 7300, "service": service},
                                 probe)

    def test_every_volume_is_mounted_and_every_mount_has_a_volume(self):
        for manifests in self.renders():
            for (kind, _), manifest in manifests.items():
                if kind not in ("Deployment", "StatefulSet"):
                    continue
                spec = chart.pod_of(manifest)
                volumes = {volume["name"] for volume in spec["volumes"]} | {
                    claim["metadata"]["name"]
                    for claim in manifest["spec"].get("volumeClaimTemplates", [])}
                mounts = {mount["name"] for container in spec["containers"]
                          for mount in container["volumeMounts"]}
                self.assertEqual(volumes, mounts)

    def test_the_connection_test_is_a_hook_that_calls_the_service(self):
        for manifests in self.renders():
            pod = manifests["Pod", "shop-usher-test-connection"]
            self.assertEqual(pod["metadata"]["annotations"]["helm.sh/hook"], "test")
            self.assertIn("/dev/tcp/shop-usher/7300", pod["spec"]["containers"][0]["args"][0])


class Configuration(unittest.TestCase):
    def test_arrives_in_the_files_that_usherd_reads(self):
        values = {"config": {"listen": "0.0.0.0:7300"}, "policy": {"caps": [{"max": 3}]}}
        manifests = chart.render(values)
        data = manifests["ConfigMap", "shop-usher"]["data"]
        self.assertEqual(yaml.safe_load(data["usherd.yaml"]), values["config"])
        self.assertEqual(yaml.safe_load(data["policy.yaml"]), values["policy"])
        workload = manifests["StatefulSet", "shop-usher"]
        self.assertIn({"name": "config", "mountPath": "/etc/usher", "readOnly": True},
                      chart.container_of(workload)["volumeMounts"])

    def test_a_change_restarts_the_pods(self):
        def checksum(values):
            template = chart.render(values)["StatefulSet", "shop-usher"]["spec"]["template"]
            return template["metadata"]["annotations"]["checksum/config"]
        self.assertEqual(checksum({}), checksum({"replicaCount": 1}))
        self.assertNotEqual(checksum({}), checksum({"policy": {"caps": []}}))

    def test_credentials_come_from_a_secret(self):
        workload = chart.render({"credentials": {"existingSecret": "providers"}})[
            "StatefulSet", "shop-usher"]
        self.assertIn({"name": "credentials", "secret": {"secretName": "providers"}},
                      chart.pod_of(workload)["volumes"])

    def test_extras_reach_the_pod(self):
        manifests = chart.render({
            "extraArgs": ["--log-level=debug"],
            "extraEnv": [{"name": "TZ", "value": "UTC"}],
            "extraContainers": [{"name": "side", "image": "side:1", "volumeMounts": []}],
            "extraObjects": [{"apiVersion": "v1", "kind": "ConfigMap",
                              "metadata": {"name": "{{ .Release.Name }}-extra"}}],
            "startupProbe": {"failureThreshold": 7},
            "networkPolicy": {"enabled": True}})
        workload = manifests["StatefulSet", "shop-usher"]
        container = chart.container_of(workload)
        self.assertEqual(container["args"][-1], "--log-level=debug")
        self.assertEqual(container["env"], [{"name": "TZ", "value": "UTC"}])
        self.assertEqual(container["startupProbe"]["failureThreshold"], 7)
        self.assertEqual(chart.container_of(workload, "side")["image"], "side:1")
        self.assertIn(("ConfigMap", "shop-extra"), manifests)
        policy = manifests["NetworkPolicy", "shop-usher"]["spec"]
        self.assertEqual(policy["podSelector"], workload["spec"]["selector"])

    def test_the_image_is_named_by_its_parts(self):
        workload = chart.render({"image": {"registry": "r.example", "tag": "9"}})[
            "StatefulSet", "shop-usher"]
        self.assertEqual(chart.container_of(workload)["image"], "r.example/usher:9")


class HttpPort(unittest.TestCase):
    def test_is_off_unless_it_is_asked_for(self):
        manifests = chart.render(EXTERNAL)
        container = chart.container_of(manifests["Deployment", "shop-usher"])
        self.assertEqual([port["name"] for port in container["ports"]], ["grpc"])
        self.assertFalse([arg for arg in container["args"] if arg.startswith("--http-listen")])
        self.assertNotIn(("Service", "shop-usher-http"), manifests)

    def test_has_a_service_that_reaches_the_pods_on_it(self):
        manifests = chart.render({**EXTERNAL, "http": {
            "enabled": True, "service": {"annotations": {"a": "b"}}}})
        container = chart.container_of(manifests["Deployment", "shop-usher"])
        listen, = (arg for arg in container["args"] if arg.startswith("--http-listen="))
        port = next(each for each in container["ports"] if each["name"] == "http")
        self.assertEqual(listen, f"--http-listen=0.0.0.0:{port['containerPort']}")
        service = manifests["Service", "shop-usher-http"]
        self.assertEqual(service["metadata"]["annotations"], {"a": "b"})
        self.assertEqual([(each["port"], each["targetPort"]) for each in service["spec"]["ports"]],
                         [(80, "http")])
        reached = [pod for pod, labels, _ in pods_of(manifests)
                   if matches(service["spec"]["selector"], labels)]
        self.assertEqual(reached, ["shop-usher"])

    def test_is_open_to_those_that_the_network_policy_names(self):
        peer = {"namespaceSelector": {"matchLabels": {"name": "ingress"}}}
        for given, expected in (([], [{"namespaceSelector": {}}]), ([peer], [peer])):
            manifests = chart.render({"http": {"enabled": True}, "networkPolicy": {
                "enabled": True, "httpIngressFrom": given}})
            rules = manifests["NetworkPolicy", "shop-usher"]["spec"]["ingress"]
            rule, = (each for each in rules if each["ports"][0]["port"] == "http")
            self.assertEqual(rule["from"], expected)


class ProvidersFile(unittest.TestCase):
    def test_is_mounted_where_usherd_reads_it(self):
        providers = {"channels": {"email": {"smtp": {"host": "mail.example.com"}}}}
        manifests = chart.render({"providers": providers})
        workload = manifests["StatefulSet", "shop-usher"]
        self.assertIn("--providers=/etc/usher/providers.yaml", chart.container_of(workload)["args"])
        data = manifests["ConfigMap", "shop-usher"]["data"]
        self.assertEqual(yaml.safe_load(data["providers.yaml"]), providers)

    def test_is_not_read_when_there_is_none(self):
        workload = chart.render()["StatefulSet", "shop-usher"]
        self.assertFalse([arg for arg in chart.container_of(workload)["args"]
                          if arg.startswith("--providers")])


class Refusals(unittest.TestCase):
    def test_say_what_to_do_instead(self):
        for values, sentence in [
            ({"replicaCount": 2}, "replicaCount is 2, but each pod would keep its customers in a "
                                  "Redis of its own: set redis.url"),
            ({"autoscaling": {"enabled": True}}, "autoscaling.enabled is set, but each pod"),
            ({**EXTERNAL, **DEMO}, "redis.url and demoRedis.enabled are both set"),
            ({"redis": {"existingSecret": "s"}},
             "redis.existingSecret is set but redis.url is not"),
            ({"redis": {"url": "redis://:secret@r:6379"}}, "redis.url carries a user or password"),
            ({**EXTERNAL, "autoscaling": {"enabled": True, "minReplicas": 11}},
             "autoscaling.minReplicas is 11, more than autoscaling.maxReplicas, which is 10"),
            ({"terminationGracePeriodSeconds": 5}, "leaves nothing for draining"),
        ]:
            with self.subTest(values=values), self.assertRaises(chart.RenderError) as refused:
                chart.render(values)
            self.assertIn(sentence, str(refused.exception))

    def test_the_schema_refuses_unknown_keys_and_wrong_types(self):
        for values, word in [
            ({"replicas": 3}, "replicas"),
            ({"image": {"name": "usher"}}, "name"),
            ({"readinessProbe": {"httpGet": {}}}, "httpGet"),
            ({"replicaCount": "3"}, "replicaCount"),
            ({"redis": {"url": "http://r"}}, "redis"),
        ]:
            with self.subTest(values=values), self.assertRaises(chart.RenderError) as refused:
                chart.render(values)
            self.assertIn(word, str(refused.exception))
            self.assertRegex(str(refused.exception), "schema")


class Documents(unittest.TestCase):
    def setUp(self):
        self.values = yaml.safe_load((chart.CHART / "values.yaml").read_text())
        self.schema = json.loads((chart.CHART / "values.schema.json").read_text())

    def test_the_linter_is_content(self):
        content, text = chart.lint()
        self.assertTrue(content, text)

    def test_the_schema_knows_exactly_the_values_there_are(self):
        def compare(schema, values, path):
            self.assertIs(schema["additionalProperties"], False, path)
            self.assertEqual(set(schema["properties"]) - {"global"}, set(values), path)
            for name, inner in schema["properties"].items():
                if "properties" in inner:
                    compare(inner, values[name], f"{path}.{name}")
        compare(self.schema, self.values, "")

    def test_the_readme_names_every_value(self):
        readme = (chart.CHART / "README.md").read_text()
        named = set(re.findall(r"^\| `([A-Za-z.]+)` \|", readme, re.M))

        def documented(path, value):
            if path in named or not isinstance(value, dict):
                return path in named
            return bool(value) and all(documented(f"{path}.{key}", inner)
                                       for key, inner in value.items())
        for name, value in self.values.items():
            self.assertTrue(documented(name, value), name)


if __name__ == "__main__":
    if not chart.renderer():
        print("skipped: helm is not installed, and USHER_HELM names nothing that renders charts")
        sys.exit(77)
    unittest.main()

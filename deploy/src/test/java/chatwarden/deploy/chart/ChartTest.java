package chatwarden.deploy.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chatwarden.deploy.document.YamlDocuments;
import chatwarden.deploy.settings.SettingVariables;
import com.fasterxml.jackson.databind.JsonNode;
import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChartTest {
  private static final List<String> MODEL_SERVERS = List.of("classifier", "tagger", "rewriter");

  @Test
  void helmFindsNothingWrongWithTheChart() {
    LintResult result = new Helm(RenderedChart.CHART).lint().strict().call();

    assertThat(result.isFailed()).as("%s", result.getMessages()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"values", "issuer", "plaintext", "scaled"})
  void everyManifestHasOnlyFieldsThatKubernetesKnows(String values) {
    RenderedChart chart = RenderedChart.of(values);

    assertThat(chart.manifests()).isNotEmpty();
    for (JsonNode manifest : chart.manifests()) {
      if (manifest.path("kind").asText().equals("Certificate")) {
        assertThat(manifest.get("spec").fieldNames())
            .toIterable()
            .containsExactlyInAnyOrder(
                "secretName",
                "issuerRef",
                "duration",
                "renewBefore",
                "privateKey",
                "usages",
                "dnsNames");
      } else {
        assertThat(StrictManifest.read(manifest).getMetadata().getName()).isNotBlank();
      }
    }
  }

  @Test
  void aFieldThatKubernetesDoesNotKnowIsRefused() {
    JsonNode service =
        YamlDocuments.one(
            "{apiVersion: v1, kind: Service, metadata: {name: x}, spec: {prots: []}}");

    assertThatThrownBy(() -> StrictManifest.read(service)).hasMessageContaining("prots");
  }

  @Test
  void aValueThatTheChartDoesNotReadIsRefused() {
    assertThatThrownBy(
            () -> new Helm(RenderedChart.CHART).template().set("replicaCount", "3").call())
        .hasMessageContaining("replicaCount");
  }

  @ParameterizedTest
  @ValueSource(strings = {"values", "issuer", "plaintext", "scaled"})
  void serversGetOnlySettingsThatExist(String values) {
    RenderedChart.of(values)
        .ofKind("Deployment")
        .forEach(
            deployment -> {
              JsonNode pod = deployment.at("/spec/template/spec");
              Set<String> names = new HashSet<>();
              for (JsonNode variable : pod.at("/containers/0/env")) {
                String name = variable.get("name").asText();
                assertThat(names.add(name)).as("%s is there once", name).isTrue();
              }
              assertThat(SettingVariables.unknown(names)).isEmpty();
              // Kubernetes would add CHATWARDEN_BRIDGE_PORT and more, which stop the start.
              assertThat(pod.get("enableServiceLinks").asBoolean(true)).isFalse();
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {"values", "issuer", "plaintext", "scaled"})
  void addressesOfTheEnginesComeFromSecrets(String values) {
    RenderedChart chart = RenderedChart.of(values);
    for (String server : List.of("ingest", "bridge")) {
      JsonNode redis = variable(chart.container(server), "CHATWARDEN_REDIS_URI");
      assertThat(redis.at("/valueFrom/secretKeyRef/name").asText()).isEqualTo("chatwarden-engines");
    }
    assertThat(chart.ofKind("Secret")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"values", "plaintext", "scaled"})
  void podsHaveNoMoreRightsThanTheyNeed(String values) {
    RenderedChart.of(values)
        .ofKind("Deployment")
        .map(deployment -> deployment.at("/spec/template/spec"))
        .forEach(
            pod -> {
              assertThat(pod.at("/securityContext/runAsNonRoot").asBoolean()).isTrue();
              assertThat(pod.get("automountServiceAccountToken").asBoolean(true)).isFalse();
              JsonNode container = pod.at("/containers/0");
              assertThat(container.at("/securityContext/readOnlyRootFilesystem").asBoolean())
                  .isTrue();
              assertThat(container.at("/securityContext/capabilities/drop/0").asText())
                  .isEqualTo("ALL");
              assertThat(container.at("/resources/limits/memory").asText()).isNotBlank();
            });
  }

  @Test
  void partsTrustEachOtherByCertificatesUnderTheNamesThatTheyCall() {
    RenderedChart chart = RenderedChart.of("issuer");
    for (String server : MODEL_SERVERS) {
      String target = variable(chart.container("ingest"), target(server)).get("value").asText();
      String host = target.replaceFirst("dns:///(.*):\\d+", "$1");
      List<String> names = new ArrayList<>();
      chart.of("Certificate", server).at("/spec/dnsNames").forEach(it -> names.add(it.asText()));
      assertThat(names).contains(host);
      JsonNode service = chart.of("Service", server);
      assertThat(service.at("/spec/clusterIP").asText()).isEqualTo("None");
      assertThat(target).endsWith(":" + service.at("/spec/ports/0/port").asText());
      assertThat(variable(chart.container(server), "CHATWARDEN_GRPC_TLS_KEY").isMissingNode())
          .isFalse();
    }
    assertThat(chart.ofKind("Deployment").map(JsonNode::toString))
        .noneMatch(it -> it.contains("ALLOW_PLAINTEXT"));
  }

  @Test
  void probesAskThePortThatTheServerHas() {
    RenderedChart.of("values")
        .ofKind("Deployment")
        .map(deployment -> deployment.at("/spec/template/spec/containers/0"))
        .forEach(
            container -> {
              List<String> ports = new ArrayList<>();
              container.get("ports").forEach(port -> ports.add(port.get("name").asText()));
              for (String probe : List.of("startupProbe", "livenessProbe", "readinessProbe")) {
                assertThat(container.get(probe).at("/httpGet/port").asText()).isIn(ports);
              }
              assertThat(container.at("/readinessProbe/httpGet/path").asText())
                  .isIn("/healthz", "/readyz");
            });
  }

  @Test
  void serversScaleByTheirQueueAndTheirProcessors() {
    RenderedChart chart = RenderedChart.of("scaled");

    assertThat(chart.of("HorizontalPodAutoscaler", "classifier").at("/spec/metrics"))
        .extracting(metric -> metric.get("type").asText())
        .containsExactly("Resource", "Pods");
    assertThat(chart.of("HorizontalPodAutoscaler", "ingest").at("/spec/metrics").toString())
        .contains("chatwarden_broker_backlog");
    assertThat(chart.of("Deployment", "classifier").at("/spec/replicas").isMissingNode()).isTrue();
  }

  @Test
  void aModelServerIsReachedByItsCallersAlone() {
    JsonNode rules =
        RenderedChart.of("plaintext").of("NetworkPolicy", "classifier").at("/spec/ingress");

    assertThat(rules).hasSize(2);
    assertThat(rules.get(0).get("from"))
        .extracting(
            from -> from.at("/podSelector/matchLabels/app.kubernetes.io~1component").asText())
        .containsExactly("ingest", "bridge", "pipelines");
    assertThat(rules.at("/1/from/0/namespaceSelector").toString()).contains("monitoring");
  }

  private static String target(String server) {
    return "CHATWARDEN_" + server.toUpperCase(java.util.Locale.ROOT) + "_TARGET";
  }

  private static JsonNode variable(JsonNode container, String name) {
    for (JsonNode variable : container.get("env")) {
      if (variable.get("name").asText().equals(name)) {
        return variable;
      }
    }
    return com.fasterxml.jackson.databind.node.MissingNode.getInstance();
  }
}

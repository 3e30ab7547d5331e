package chatwarden.deploy.chart;

import chatwarden.deploy.document.YamlDocuments;
import chatwarden.testing.project.ProjectRoot;
import com.fasterxml.jackson.databind.JsonNode;
import com.marcnuri.helm.Helm;
import com.marcnuri.helm.TemplateCommand;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The chart as Helm renders it.
 *
 * @param manifests its documents
 */
record RenderedChart(List<JsonNode> manifests) {
  static final Path CHART = ProjectRoot.find().resolve("deploy/kubernetes/chatwarden");
  private static final Path VALUES = ProjectRoot.find().resolve("deploy/src/test/resources/chart");

  /** Renders the chart with a file of values of the tests; {@code "values"} is the chart's own. */
  static RenderedChart of(String values) {
    TemplateCommand command =
        new Helm(CHART)
            .template()
            .withName("live")
            .withNamespace("moderation")
            .withKubeVersion("1.33.0");
    if (!values.equals("values")) {
      command.withValuesFile(VALUES.resolve(values + ".yaml"));
    }
    return new RenderedChart(YamlDocuments.all(command.call()));
  }

  /** Returns the documents of a kind. */
  Stream<JsonNode> ofKind(String kind) {
    return manifests.stream().filter(manifest -> kind.equals(manifest.path("kind").asText()));
  }

  /** Returns the document of a kind for a server. */
  JsonNode of(String kind, String server) {
    return ofKind(kind)
        .filter(it -> it.at("/metadata/name").asText().equals("live-chatwarden-" + server))
        .findAny()
        .orElseThrow(() -> new AssertionError(kind + " of " + server + " is not rendered"));
  }

  /** Returns the only container of a server. */
  JsonNode container(String server) {
    return of("Deployment", server).at("/spec/template/spec/containers/0");
  }
}

package chatwarden.deploy.chart;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.util.Map;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.introspect.Annotated;
import tools.jackson.databind.introspect.JacksonAnnotationIntrospector;
import tools.jackson.databind.json.JsonMapper;

/** Reads manifests as Kubernetes' types and refuses a field that they do not have. */
final class StrictManifest {
  private static final Map<String, Class<? extends HasMetadata>> TYPES =
      Map.of(
          "v1/Service", Service.class,
          "v1/ServiceAccount", ServiceAccount.class,
          "apps/v1/Deployment", Deployment.class,
          "policy/v1/PodDisruptionBudget", PodDisruptionBudget.class,
          "autoscaling/v2/HorizontalPodAutoscaler", HorizontalPodAutoscaler.class,
          "networking.k8s.io/v1/Ingress", Ingress.class,
          "networking.k8s.io/v1/NetworkPolicy", NetworkPolicy.class);

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .annotationIntrospector(new NoFurtherProperties())
          .build();

  private StrictManifest() {}

  /** The models take unknown properties into a map; without it, they are unknown. */
  private static final class NoFurtherProperties extends JacksonAnnotationIntrospector {
    @Override
    public Boolean hasAnySetter(MapperConfig<?> config, Annotated method) {
      return false;
    }
  }

  /** Reads a manifest of a known type. */
  static HasMetadata read(JsonNode manifest) {
    Class<? extends HasMetadata> type = TYPES.get(type(manifest));
    if (type == null) {
      throw new AssertionError("type: " + type(manifest) + " (expected: one of " + TYPES + ")");
    }
    return MAPPER.readValue(manifest.toString(), type);
  }

  private static String type(JsonNode manifest) {
    return manifest.path("apiVersion").asText() + "/" + manifest.path("kind").asText();
  }
}

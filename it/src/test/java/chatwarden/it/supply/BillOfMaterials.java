package chatwarden.it.supply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The jars of others in a distribution, as its CycloneDX file states them. */
final class BillOfMaterials {

  private static final Pattern OR = Pattern.compile("\\s+OR\\s+|[()]");

  private final List<Jar> jars;

  private BillOfMaterials(List<Jar> jars) {
    this.jars = List.copyOf(jars);
  }

  /**
   * A jar.
   *
   * @param licences any of which allows its use: SPDX ids, or the names that its project states
   */
  record Jar(String group, String name, String version, List<String> licences) {

    /** Copies the licences. */
    Jar {
      licences = List.copyOf(licences);
    }

    /** Returns what its file is called. */
    String file() {
      return name + "-" + version + ".jar";
    }
  }

  static BillOfMaterials read(Path file) throws IOException {
    List<Jar> jars = new ArrayList<>();
    for (JsonNode component : new ObjectMapper().readTree(file.toFile()).path("components")) {
      if (!component.path("group").asText().equals("chatwarden")) {
        jars.add(
            new Jar(
                component.path("group").asText(),
                component.path("name").asText(),
                component.path("version").asText(),
                licences(component.path("licenses"))));
      }
    }
    return new BillOfMaterials(jars);
  }

  private static List<String> licences(JsonNode stated) {
    List<String> licences = new ArrayList<>();
    for (JsonNode choice : stated) {
      JsonNode licence = choice.path("license");
      String named = licence.path("id").asText(licence.path("name").asText());
      Stream.of(OR.split(choice.path("expression").asText(named)))
          .map(String::strip)
          .filter(one -> !one.isEmpty())
          .forEach(licences::add);
    }
    return licences;
  }

  List<Jar> jars() {
    return jars;
  }
}

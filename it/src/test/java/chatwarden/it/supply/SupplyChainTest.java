package chatwarden.it.supply;

import static org.assertj.core.api.Assertions.assertThat;

import chatwarden.testing.project.ProjectRoot;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The bills of materials that ship with the servers and with training. */
final class SupplyChainTest {

  private static final String SERVERS = "standalone";
  private static final String TRAINING = "mlops";
  private static final String NODE_MODULES = "node_modules/";
  private static final int WIDTH = 150;
  private static final Path ROOT = ProjectRoot.find();

  @ParameterizedTest
  @ValueSource(strings = {SERVERS, TRAINING})
  void billNamesExactlyTheJarsOfItsDistribution(String module) throws IOException {
    try (Stream<Path> files = Files.list(distribution(module).resolve("lib"))) {
      assertThat(bill(module).jars())
          .extracting(BillOfMaterials.Jar::file)
          .containsExactlyInAnyOrderElementsOf(
              files
                  .map(file -> file.getFileName().toString())
                  .filter(name -> !name.startsWith("chatwarden-"))
                  .toList());
    }
  }

  @Test
  void serversCarryNoJarWithoutAPermissiveLicence() throws IOException {
    assertThat(bill(SERVERS).jars())
        .filteredOn(jar -> LicenceRules.ofServer(jar).isEmpty())
        .isEmpty();
  }

  @Test
  void trainingUsesNoJarUnderTheGpl() throws IOException {
    assertThat(bill(TRAINING).jars())
        .filteredOn(jar -> LicenceRules.ofTraining(jar).isEmpty())
        .isEmpty();
  }

  @Test
  void noticeListsEachJarUnderItsLicence() throws IOException {
    String expected =
        "Libraries of the servers and their licences\n"
            + lines(bill(SERVERS).jars(), LicenceRules::ofServer)
            + "\nFurther libraries of training\n"
            + lines(further(), LicenceRules::ofTraining)
            + "\nLibraries in the page\n"
            + page();
    Path made = ROOT.resolve("it").resolve("target").resolve("notice-libraries.txt");
    Files.createDirectories(made.getParent());
    Files.writeString(made, expected);

    assertThat(Files.readString(ROOT.resolve("NOTICE")))
        .as("NOTICE ends with the lines of it/target/notice-libraries.txt")
        .endsWith(expected);
  }

  /** Returns the packages that the bundle of the page is made of, by licence. */
  private static String page() throws IOException {
    Map<String, TreeSet<String>> byLicence = new TreeMap<>();
    JsonNode lock =
        new ObjectMapper().readTree(ROOT.resolve("web").resolve("package-lock.json").toFile());
    lock.path("packages")
        .properties()
        .forEach(
            entry -> {
              JsonNode one = entry.getValue();
              if (entry.getKey().startsWith(NODE_MODULES) && !one.path("dev").asBoolean()) {
                byLicence
                    .computeIfAbsent(
                        one.path("license").asText().replaceAll("[()]", ""), _ -> new TreeSet<>())
                    .add(entry.getKey().substring(NODE_MODULES.length()));
              }
            });
    assertThat(byLicence.keySet())
        .allSatisfy(all -> assertThat(all.split(" AND ")).isSubsetOf(LicenceRules.PERMISSIVE));
    return paragraphs(byLicence);
  }

  private static List<BillOfMaterials.Jar> further() throws IOException {
    List<String> known = bill(SERVERS).jars().stream().map(BillOfMaterials.Jar::name).toList();
    return bill(TRAINING).jars().stream().filter(jar -> !known.contains(jar.name())).toList();
  }

  private static String lines(
      List<BillOfMaterials.Jar> jars, Function<BillOfMaterials.Jar, Optional<String>> licence) {
    Map<String, TreeSet<String>> byLicence = new TreeMap<>();
    for (BillOfMaterials.Jar jar : jars) {
      byLicence
          .computeIfAbsent(licence.apply(jar).orElse("not allowed"), _ -> new TreeSet<>())
          .add(jar.name());
    }
    return paragraphs(byLicence);
  }

  private static String paragraphs(Map<String, TreeSet<String>> byLicence) {
    StringBuilder lines = new StringBuilder();
    byLicence.forEach((name, of) -> lines.append(paragraph(name, of)));
    return lines.toString();
  }

  /** Returns names, wrapped, after a licence. */
  private static String paragraph(String licence, Iterable<String> names) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder("  %-16s ".formatted(licence));
    String comma = "";
    for (String name : names) {
      if (line.length() + comma.length() + name.length() > WIDTH) {
        lines.add(line + comma.strip());
        line = new StringBuilder(" ".repeat(19));
        comma = "";
      }
      line.append(comma).append(name);
      comma = ", ";
    }
    lines.add(line.toString());
    return String.join("\n", lines) + "\n";
  }

  private static BillOfMaterials bill(String module) throws IOException {
    return BillOfMaterials.read(distribution(module).resolve("sbom.json"));
  }

  private static Path distribution(String module) {
    return ROOT.resolve(module).resolve("target").resolve("chatwarden");
  }
}

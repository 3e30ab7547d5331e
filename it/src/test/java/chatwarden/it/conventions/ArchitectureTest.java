package chatwarden.it.conventions;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Holds the code to docs/architecture.md. Reads the class files of all modules, so they must be built. */
class ArchitectureTest {
  /** What each module may use, beside what those use; as the table of docs/architecture.md. */
  private static final Map<String, Set<String>> MAY_USE =
      Map.ofEntries(
          Map.entry("proto", Set.of()),
          Map.entry("text", Set.of()),
          Map.entry("testing", Set.of("proto")),
          Map.entry("runtime", Set.of("proto")),
          Map.entry("serving", Set.of("runtime")),
          Map.entry("classifier-server", Set.of("serving", "text")),
          Map.entry("tagger-server", Set.of("serving", "text")),
          Map.entry("trainer", Set.of("classifier-server", "tagger-server")),
          Map.entry("comment-store", Set.of("runtime")),
          Map.entry("chat-ingest", Set.of("comment-store")),
          Map.entry("rest-bridge", Set.of("comment-store")),
          Map.entry(
              "standalone",
              Set.of("classifier-server", "tagger-server", "chat-ingest", "rest-bridge")),
          Map.entry("benchmarks", Set.of("standalone")));

  /** Libraries that one module hides from all others. */
  private static final Map<String, String> ONLY_IN =
      Map.of(
          "smile.", "trainer",
          "io.lettuce.", "comment-store",
          "com.rabbitmq.", "chat-ingest",
          "com.linecorp.armeria.", "rest-bridge",
          "org.apache.qpid.", "standalone");

  private static final Pattern VAGUE =
      Pattern.compile("(?i).*(Util|Utils|Utility|Utilities|Helper|Helpers|Manager)");
  private static final Set<String> VAGUE_PACKAGES =
      Set.of("util", "utils", "common", "misc", "impl", "manager", "helper", "helpers");

  private static final SourceTree SOURCES = new SourceTree();
  private static final Map<String, String> MODULE_OF = new HashMap<>();
  private static JavaClasses classes = new ClassFileImporter().importPaths(List.of());

  @BeforeAll
  static void readModules() throws IOException {
    List<Path> folders = new ArrayList<>();
    for (String module : MAY_USE.keySet()) {
      Path folder = SOURCES.root().resolve(module).resolve("target/classes");
      assertThat(folder).as("%s is not built: run mvn verify from the root", module).exists();
      folders.add(folder);
    }
    classes =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_ARCHIVES)
            .importPaths(folders);
    for (String module : MAY_USE.keySet()) {
      Path folder = SOURCES.root().resolve(module).resolve("target/classes");
      new ClassFileImporter()
          .importPaths(folder)
          .forEach(type -> MODULE_OF.put(type.getName(), module));
    }
  }

  @Test
  void everyModuleIsInTheTable() throws IOException {
    assertThat(SOURCES.modulesWithJava()).allMatch(MAY_USE::containsKey);
  }
}

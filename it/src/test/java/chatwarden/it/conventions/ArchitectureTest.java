package chatwarden.it.conventions;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.Source;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Holds the code to docs/architecture.md. Reads the class files of all modules, so they must be
 * built.
 */
class ArchitectureTest {
  /** What each module may use, beside what those use; as the table of docs/architecture.md. */
  private static final Map<String, Set<String>> MAY_USE =
      Map.ofEntries(
          Map.entry("proto", Set.of()),
          Map.entry("text", Set.of()),
          Map.entry("testing", Set.of("proto")),
          Map.entry("runtime", Set.of("proto")),
          Map.entry("mlflow-client", Set.of("runtime")),
          Map.entry("model-repository", Set.of("runtime", "mlflow-client")),
          Map.entry("serving", Set.of("model-repository")),
          Map.entry("inference", Set.of("model-repository", "text")),
          Map.entry("classifier-server", Set.of("serving", "inference")),
          Map.entry("tagger-server", Set.of("serving", "inference")),
          Map.entry("rewriter-server", Set.of("serving", "inference")),
          Map.entry("mlops", Set.of("inference", "comment-store")),
          Map.entry("domain", Set.of("runtime", "text")),
          Map.entry("comment-store", Set.of("domain")),
          Map.entry("pipeline-worker", Set.of("comment-store")),
          Map.entry("message-broker", Set.of("runtime")),
          Map.entry("chat-ingest", Set.of("comment-store", "message-broker")),
          Map.entry("rest-bridge", Set.of("comment-store", "mlflow-client")),
          Map.entry(
              "standalone",
              Set.of(
                  "classifier-server",
                  "tagger-server",
                  "rewriter-server",
                  "chat-ingest",
                  "rest-bridge",
                  "pipeline-worker")),
          Map.entry("benchmarks", Set.of("standalone", "testing")));

  /** Libraries that one module hides from all others. */
  private static final Map<String, String> ONLY_IN =
      Map.of(
          "smile.", "mlops",
          "com.cronutils.", "pipeline-worker",
          "com.google.re2j.", "domain",
          "io.lettuce.", "comment-store",
          "com.rabbitmq.", "message-broker",
          "com.linecorp.armeria.", "rest-bridge",
          "org.apache.qpid.", "standalone",
          "dev.hardwood.", "standalone");

  /** What of the store is for its own packages: all of Redis but the settings. */
  private static final Pattern STORE_INSIDE =
      Pattern.compile(
          "chatwarden\\.store\\.(redis\\.(?!StoreKeys).*|[a-z]+\\.Redis.*|retention\\..*)");

  private static final Pattern VAGUE =
      Pattern.compile("(?i).*(Util|Utils|Utility|Utilities|Helper|Helpers|Manager)");
  private static final Set<String> VAGUE_PACKAGES =
      Set.of("util", "utils", "common", "misc", "impl", "manager", "helper", "helpers");

  private static final Pattern NULL_MARKED_WITH_A_SENTENCE =
      Pattern.compile("\\A/\\*\\*((?!\\*/).)+\\*/\\s*@NullMarked\\s+package ", Pattern.DOTALL);

  private static final SourceTree SOURCES = new SourceTree();
  private static @Nullable JavaClasses imported;

  @BeforeAll
  static void readTheModules() {
    List<Path> folders = MAY_USE.keySet().stream().map(ArchitectureTest::classFolder).toList();
    assertThat(folders)
        .as("folders of class files; where one is missing, build all modules: mvn verify")
        .allSatisfy(folder -> assertThat(folder).isNotEmptyDirectory());
    imported = new ClassFileImporter().importPaths(folders);
  }

  @Test
  void everyModuleWithJavaHasItsRow() throws IOException {
    assertThat(MAY_USE.keySet()).containsAll(SOURCES.modulesWithJava());
  }

  @Test
  void modulesUseOnlyWhatTheyMay() {
    assertThat(
            dependencies()
                .filter(use -> isOurs(use.getTargetClass()))
                .filter(use -> !mayUse(moduleOf(use.getOriginClass()), moduleOf(target(use))))
                .map(Dependency::getDescription))
        .isEmpty();
  }

  @Test
  void aModuleHidesItsLibraries() {
    assertThat(
            dependencies()
                .filter(
                    use -> {
                      String owner = ownerOf(target(use).getName());
                      return owner != null && !owner.equals(moduleOf(use.getOriginClass()));
                    })
                .map(Dependency::getDescription))
        .isEmpty();
  }

  @Test
  void theStoreHidesItsRedisCode() {
    assertThat(
            dependencies()
                .filter(use -> !moduleOf(use.getOriginClass()).equals("comment-store"))
                .filter(use -> STORE_INSIDE.matcher(target(use).getName()).matches())
                .map(Dependency::getDescription))
        .isEmpty();
  }

  @Test
  void packagesOfAModuleShareTheirRoot() {
    Map<String, Set<String>> rootsOf =
        handWritten()
            .collect(
                groupingBy(
                    ArchitectureTest::moduleOf,
                    mapping(type -> segments(type).get(1), Collectors.toSet())));
    assertThat(rootsOf).allSatisfy((module, roots) -> assertThat(roots).hasSize(1));
    assertThat(rootsOf.values()).doesNotHaveDuplicates();
  }

  @Test
  void packagesAreNoDeeperThanAnIdea() {
    assertThat(
            ours()
                .filter(type -> !type.getPackageName().endsWith(".jmh_generated"))
                .filter(type -> segments(type).size() > 3)
                .map(JavaClass::getName))
        .isEmpty();
  }

  @Test
  void packagesHaveNoCycles() {
    slices().matching("chatwarden.(**)").should().beFreeOfCycles().check(classes());
  }

  @Test
  void everyPackageSaysWhatItIsAndIsNullMarked() throws IOException {
    Set<Path> without = new TreeSet<>();
    for (String module : SOURCES.modules()) {
      for (Path folder : SOURCES.packagesOf(module)) {
        Path info = folder.resolve("package-info.java");
        if (!Files.exists(info)
            || !NULL_MARKED_WITH_A_SENTENCE.matcher(Files.readString(info)).lookingAt()) {
          without.add(SOURCES.root().relativize(folder));
        }
      }
    }
    assertThat(without).as("packages without a @NullMarked package-info that says what").isEmpty();
  }

  @Test
  void namesSayWhatATypeIs() throws IOException {
    Stream<String> files =
        SOURCES.files().stream().map(file -> file.getFileName().toString().replace(".java", ""));
    Stream<String> nested = handWritten().map(JavaClass::getSimpleName);
    assertThat(Stream.concat(files, nested).filter(VAGUE.asMatchPredicate())).isEmpty();
    assertThat(ours().filter(type -> segments(type).stream().anyMatch(VAGUE_PACKAGES::contains)))
        .isEmpty();
  }

  private static JavaClasses classes() {
    return requireNonNull(imported);
  }

  private static Stream<JavaClass> ours() {
    return classes().stream();
  }

  private static Stream<JavaClass> handWritten() {
    return ours().filter(type -> !moduleOf(type).equals("proto"));
  }

  private static Stream<Dependency> dependencies() {
    return ours().flatMap(type -> type.getDirectDependenciesFromSelf().stream());
  }

  private static JavaClass target(Dependency use) {
    return use.getTargetClass().getBaseComponentType();
  }

  private static boolean isOurs(JavaClass type) {
    return type.getBaseComponentType().getPackageName().startsWith("chatwarden");
  }

  private static boolean mayUse(String module, String other) {
    return module.equals(other)
        || MAY_USE.getOrDefault(module, Set.of()).stream().anyMatch(next -> mayUse(next, other));
  }

  private static @Nullable String ownerOf(String type) {
    return ONLY_IN.entrySet().stream()
        .filter(library -> type.startsWith(library.getKey()))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse(null);
  }

  private static Path classFolder(String module) {
    return SOURCES.root().resolve(module).resolve("target/classes");
  }

  private static String moduleOf(JavaClass type) {
    return type.getSource()
        .map(Source::getUri)
        .filter(place -> place.getScheme().equals("file"))
        .map(place -> SOURCES.root().relativize(Path.of(place)).getName(0).toString())
        .orElse("no module");
  }

  private static List<String> segments(JavaClass type) {
    return List.of(type.getPackageName().split("\\."));
  }
}

package chatwarden.it.conventions;

import static org.assertj.core.api.Assertions.assertThat;

import chatwarden.testing.project.ProjectRoot;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Phrasings that make code and documents hard to read are rare in all sources and documents. */
class PlainLanguageTest {

  private static final Path ROOT = ProjectRoot.find();
  private static final Pattern READ = Pattern.compile(".*\\.(java|md|proto|ts|sh)");
  private static final Set<String> GENERATED =
      Set.of("target", "node_modules", "gen", ".git", ".chatwarden", ".ci");

  @ParameterizedTest
  @CsvSource({
    "\\bwhat (is|it|they|was)\\b, 40",
    "\\bbehind\\b, 15",
    "\\bis no [a-z]+, 5",
    "\\b(nobody|somebody)\\b(?!\\(), 10",
    "\\b(stands|lies|tells|wishes|judges)\\b, 12"
  })
  void hardPhrasingsAreRare(String phrasing, int most) throws IOException {
    Pattern pattern = Pattern.compile(phrasing, Pattern.CASE_INSENSITIVE);
    List<String> found = new ArrayList<>();
    for (Path file : texts()) {
      String name = ROOT.relativize(file).toString();
      pattern
          .matcher(Files.readString(file))
          .results()
          .map(MatchResult::group)
          .map(words -> name + ": " + words)
          .forEach(found::add);
    }
    assertThat(found.size())
        .as(
            "write these plainly (at most %d in all):%n%s"
                .formatted(most, found.stream().sorted().collect(Collectors.joining("\n"))))
        .isLessThanOrEqualTo(most);
  }

  private static List<Path> texts() throws IOException {
    List<Path> texts = new ArrayList<>();
    Files.walkFileTree(
        ROOT,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            return GENERATED.contains(String.valueOf(folder.getFileName()))
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (READ.matcher(String.valueOf(file.getFileName())).matches()) {
              texts.add(file);
            }
            return FileVisitResult.CONTINUE;
          }
        });
    return texts;
  }
}

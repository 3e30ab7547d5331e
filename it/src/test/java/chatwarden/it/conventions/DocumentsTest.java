package chatwarden.it.conventions;

import static org.assertj.core.api.Assertions.assertThat;

import chatwarden.testing.project.ProjectRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The documents' links lead somewhere, and the README stays short. */
class DocumentsTest {

  private static final Path ROOT = ProjectRoot.find();
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
  private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.*)$");
  private static final int MOST_WORDS = 600;

  @Test
  void everyRelativeLinkLeadsToAFileAndAHeading() throws IOException {
    List<String> broken = new ArrayList<>();
    for (Path document : documents()) {
      for (MatchResult link : LINK.matcher(Files.readString(document)).results().toList()) {
        String target = link.group(1);
        if (!target.contains("://") && !leads(document, target)) {
          broken.add(ROOT.relativize(document) + ": " + target);
        }
      }
    }
    assertThat(broken).isEmpty();
  }

  @Test
  void theReadmeIsReadInThreeMinutes() throws IOException {
    String[] words = Files.readString(ROOT.resolve("README.md")).strip().split("\\s+");

    assertThat(words.length).isLessThanOrEqualTo(MOST_WORDS);
  }

  private static boolean leads(Path document, String target) throws IOException {
    String file = target.replaceFirst("#.*", "");
    String heading = target.contains("#") ? target.replaceFirst(".*#", "") : "";
    Path to = file.isEmpty() ? document : document.resolveSibling(file).normalize();
    if (!Files.exists(to)) {
      return false;
    }
    return heading.isEmpty()
        || HEADING
            .matcher(Files.readString(to))
            .results()
            .anyMatch(found -> anchor(found.group(1)).equals(heading));
  }

  /** Returns the anchor of a heading, as GitHub makes it. */
  private static String anchor(String heading) {
    return heading
        .strip()
        .toLowerCase(Locale.ROOT)
        .replaceAll("[^\\p{L}\\p{N}_\\- ]", "")
        .replace(' ', '-');
  }

  private static List<Path> documents() throws IOException {
    List<Path> documents = new ArrayList<>();
    for (String start : List.of("", "docs", "models", "web")) {
      Path folder = ROOT.resolve(start);
      try (Stream<Path> files = Files.walk(folder, start.isEmpty() ? 1 : 6)) {
        files
            .filter(file -> file.toString().endsWith(".md"))
            .filter(file -> !file.toString().contains("node_modules"))
            .forEach(documents::add);
      }
    }
    return documents;
  }
}

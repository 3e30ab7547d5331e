package chatwarden.it.conventions;

import static org.assertj.core.api.Assertions.assertThat;

import chatwarden.it.page.DocumentPicture;
import chatwarden.testing.project.ProjectRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The pictures of the documents are those that {@code tools/pictures} takes, and are shown. */
class PictureNamesTest {
  private static final Path ROOT = ProjectRoot.find();
  private static final Pattern SHOWN =
      Pattern.compile("!\\[[^]]+]\\([^)]*images/([\\w-]+)\\.png\\)");

  private static Set<String> taken() {
    return Stream.of(DocumentPicture.values())
        .map(DocumentPicture::file)
        .collect(Collectors.toUnmodifiableSet());
  }

  @Test
  void eachIsTakenByTheTool() throws IOException {
    try (Stream<Path> files = Files.list(ROOT.resolve("docs/images"))) {
      assertThat(files.map(file -> file.getFileName().toString().replaceFirst("\\.png$", "")))
          .as("docs/images, by the constants of DocumentPicture")
          .containsExactlyInAnyOrderElementsOf(taken());
    }
  }

  @Test
  void eachIsShownByADocument() throws IOException {
    StringBuilder documents = new StringBuilder(Files.readString(ROOT.resolve("README.md")));
    try (Stream<Path> files = Files.list(ROOT.resolve("docs/guide"))) {
      for (Path file : files.toList()) {
        documents.append(Files.readString(file));
      }
    }
    List<String> shown =
        SHOWN.matcher(documents).results().map(found -> found.group(1)).distinct().toList();
    assertThat(shown).containsExactlyInAnyOrderElementsOf(taken());
  }
}

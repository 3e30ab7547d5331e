package chatwarden.it.conventions;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FormattingTest {
  private final SourceTree sources = new SourceTree();

  @Test
  void everySourceIsFormatted() throws Exception {
    List<Path> files = sources.files();
    assertThat(files).hasSizeGreaterThan(100);
    assertThat(unformatted(files).map(file -> sources.root().relativize(Path.of(file)).toString()))
        .as("sources that are not formatted; run tools/format")
        .isEmpty();
  }

  @Test
  void aSourceThatIsNotFormattedIsFound(@TempDir Path folder) throws Exception {
    Path formatted = Files.writeString(folder.resolve("Good.java"), "class Good {}\n");
    Path wrong = Files.writeString(folder.resolve("Wrong.java"), "class Wrong{ }\n");
    assertThat(unformatted(List.of(formatted, wrong))).containsExactly(wrong.toString());
  }

  private static Stream<String> unformatted(List<Path> files) {
    StringWriter listed = new StringWriter();
    StringWriter faults = new StringWriter();
    ToolProvider formatter = ToolProvider.findFirst("google-java-format").orElseThrow();
    formatter.run(
        new PrintWriter(listed, true),
        new PrintWriter(faults, true),
        Stream.concat(Stream.of("--dry-run"), files.stream().map(Path::toString))
            .toArray(String[]::new));
    assertThat(faults.toString()).as("what the formatter complains of").isEmpty();
    return listed.toString().lines();
  }
}

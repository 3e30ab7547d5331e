package chatwarden.mlops.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chatwarden.runtime.error.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatasetDescriptionTest {

  @TempDir private Path folder;

  private DatasetDescription described(String yaml) throws IOException {
    Files.writeString(folder.resolve("dataset.yaml"), yaml);
    return DatasetDescription.in(folder);
  }

  @Test
  void valuesThatTheFileDoesNotHoldAreNotStated() throws IOException {
    assertThat(DatasetDescription.in(folder).line())
        .isEqualTo("Name: not stated. Source: not stated. Licence: not stated. Usage: not stated.");
    assertThat(described("name: Own chat\nlicence: ''\nnotes: [One., Two.]\n"))
        .satisfies(it -> assertThat(it.line()).contains("Own chat", "Licence: not stated"))
        .satisfies(it -> assertThat(it.notes()).containsExactly("One.", "Two."))
        .satisfies(it -> assertThat(it.limits()).isEmpty());
  }

  @Test
  void lineBreaksBecomeBlanks() throws IOException {
    assertThat(described("name: |\n  Own\n  chat\n").name()).isEqualTo("Own chat");
  }

  @Test
  void unknownKeyIsNamedWithTheNearest() {
    assertThatThrownBy(() -> described("license: MIT\n"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("license: unknown key; did you mean licence?");
  }

  @Test
  void valueOfAnotherTypeIsRefused() {
    assertThatThrownBy(() -> described("name: [a]\n")).hasMessageContaining("name: not a text");
    assertThatThrownBy(() -> described("notes: a\n")).hasMessageContaining("notes: not a list");
    assertThatThrownBy(() -> described("- a\n")).hasMessageContaining("not a map");
    assertThatThrownBy(() -> described("usage: mine\n"))
        .hasMessageContaining("usage: mine (expected: any or research)");
  }
}

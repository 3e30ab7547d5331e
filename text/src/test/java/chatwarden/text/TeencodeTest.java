package chatwarden.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class TeencodeTest {
  @Test
  void shorthandIsExpanded() {
    assertThat(Teencode.expand("ko")).isEqualTo("không");
    assertThat(Teencode.expand("ntn")).isEqualTo("như thế nào");
  }

  @Test
  void otherTokensStay() {
    assertThat(Teencode.expand("bạn")).isEqualTo("bạn");
    assertThat(Teencode.expand("")).isEmpty();
  }

  @Test
  void everyLineOfTheTableIsFoundAndNoKeyComesTwice() throws IOException {
    try (InputStream table = TeencodeTest.class.getResourceAsStream("teencode.tsv")) {
      List<String> lines =
          new String(table.readAllBytes(), StandardCharsets.UTF_8)
              .lines()
              .filter(line -> !line.isEmpty() && !line.startsWith("#"))
              .toList();

      assertThat(lines).allMatch(line -> line.split("\t", -1).length == 2);
      assertThat(lines)
          .allMatch(line -> Teencode.expand(line.split("\t")[0]).equals(line.split("\t")[1]));
      assertThat(lines.stream().map(line -> line.split("\t")[0])).doesNotHaveDuplicates();
    }
  }
}

package chatwarden.mlops.stagetwo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CleanTextsTest {

  private static final String HEADER = "text,label,in_vihsd_test,in_vihos_test\n";

  @TempDir private Path folder;

  @Test
  void onlyCleanTextsAreRead() throws IOException {
    assertThat(read("trời đẹp,CLEAN,0,0\nkwyjibo,HATE,0,0\nkwyjibo nha,OFFENSIVE,0,0\n"))
        .containsExactly("trời đẹp");
  }

  @Test
  void textsOfTheOtherTestSplitAreLeftOut() throws IOException {
    assertThat(read("trời đẹp,CLEAN,0,1\nđi chơi,CLEAN,1,0\n")).containsExactly("đi chơi");
  }

  @Test
  void textsThatEqualOneOfTheTestSplitAreLeftOutWhicheverComesFirst() throws IOException {
    assertThat(read("TROI   đẹp!!,CLEAN,0,0\ntrời đẹp,HATE,0,1\ntrời đẹp =)),CLEAN,0,0\n"))
        .isEmpty();
  }

  @Test
  void textsThatEqualOneOfTheSetWithSpansAreLeftOut() throws IOException {
    String rows = "Hôm nay,CLEAN,0,0\nhom   NAY...,CLEAN,0,0\nhôm qua,CLEAN,0,0\n";
    assertThat(read(rows, "hôm nay")).containsExactly("hôm qua");
  }

  @Test
  void signsCountWhereThereAreNoLetters() throws IOException {
    assertThat(read("=)),CLEAN,0,0\n:v,CLEAN,0,0\n!!,CLEAN,0,0\n??,CLEAN,0,0\n", "!!"))
        .contains(":v", "??")
        .doesNotContain("!!");
  }

  @Test
  void eachTextComesOnce() throws IOException {
    assertThat(read("đi chơi,CLEAN,0,0\nĐi chơi!,CLEAN,0,0\n")).containsExactly("đi chơi");
  }

  @Test
  void withoutTheFlagNothingIsRead() throws IOException {
    Path file = Files.writeString(folder.resolve("data.csv"), "text,label\nđi chơi,CLEAN\n");
    assertThatThrownBy(() -> CleanTexts.read(file, "in_vihos_test", List.of()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("in_vihos_test");
  }

  private List<String> read(String rows, String... known) throws IOException {
    Path file = Files.writeString(folder.resolve("data.csv"), HEADER + rows);
    List<AnnotatedText> texts =
        List.of(known).stream().map(text -> new AnnotatedText(text, new BitSet())).toList();
    return CleanTexts.read(file, "in_vihos_test", texts).stream().map(AnnotatedText::text).toList();
  }
}

package chatwarden.standalone.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SampleRoundsTest {

  private static final JsonMapper JSON = new JsonMapper();
  private static final int COMMENTS = 333;

  private static List<String> rounds(int count) throws IOException {
    StringWriter out = new StringWriter();
    SampleRounds.write(out, count);
    return out.toString().lines().toList();
  }

  private static List<String> ids(List<String> lines) throws IOException {
    List<String> ids = new ArrayList<>();
    for (String line : lines) {
      ids.add(JSON.readTree(line).path("id").asText());
    }
    return ids;
  }

  @Test
  void firstRoundIsTheSample() throws IOException {
    List<String> once = rounds(1);
    assertThat(once).hasSize(COMMENTS);
    assertThat(rounds(3)).startsWith(once.toArray(String[]::new));
    assertThat(ids(once)).contains("sample-0022");
  }

  @Test
  void everyCommentHasAnIdOfItsOwn() throws IOException {
    assertThat(ids(rounds(12))).doesNotHaveDuplicates();
  }

  @Test
  void raidFollowsTheSecondRoundAndEveryFourthAfterIt() throws IOException {
    List<String> ids = ids(rounds(12));
    assertThat(ids.subList(0, 2 * COMMENTS)).noneMatch(id -> id.contains("raid"));
    assertThat(ids.get(2 * COMMENTS)).contains("raid");
    assertThat(ids.stream().filter(id -> id.endsWith("raid-0-01"))).hasSize(3);
  }

  @Test
  void lastRoundEndsTheChatWithoutARaid() throws IOException {
    assertThat(ids(rounds(2))).hasSize(2 * COMMENTS).noneMatch(id -> id.contains("raid"));
  }
}

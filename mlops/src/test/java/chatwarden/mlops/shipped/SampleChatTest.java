package chatwarden.mlops.shipped;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The flags of the first comments of the sample chat: the first thing that a newcomer sees. */
class SampleChatTest {
  private static final Path SAMPLE =
      Path.of("../standalone/src/main/resources/chatwarden/standalone/sample-chat.jsonl");
  private static final int COMMENTS = 60;

  /** Abuse of players, fans or their country, by the number of the comment. */
  private static final Set<Integer> ABUSE =
      Set.of(22, 23, 29, 31, 32, 33, 34, 35, 36, 48, 49, 50, 51);

  /** Abuse without a swear word that the version that ships misses. */
  private static final Set<Integer> MISSED = Set.of(26, 52);

  /** Swearing at nobody, and a harsh word about a play or the referee: people disagree. */
  private static final Set<Integer> EITHER = Set.of(9, 24, 27, 30);

  @Test
  void theFirstCommentsAreFlaggedAsPeopleWould() throws IOException {
    List<String> texts = texts();
    List<String> missed = new ArrayList<>();
    List<String> wronglyFlagged = new ArrayList<>();
    try (ShippedClassifier classifier = ShippedClassifier.open()) {
      List<Boolean> flags = classifier.flags(texts);
      for (int i = 0; i < texts.size(); i++) {
        int number = i + 1;
        if (ABUSE.contains(number) && !flags.get(i)) {
          missed.add(number + ": " + texts.get(i));
        } else if (!isAbuse(number) && !EITHER.contains(number) && flags.get(i)) {
          wronglyFlagged.add(number + ": " + texts.get(i));
        }
      }
    }

    assertThat(missed).isEmpty();
    assertThat(wronglyFlagged).isEmpty();
  }

  private static boolean isAbuse(int number) {
    return ABUSE.contains(number) || MISSED.contains(number);
  }

  private static List<String> texts() throws IOException {
    ObjectMapper json = new ObjectMapper();
    List<String> texts = new ArrayList<>();
    for (String line : Files.readAllLines(SAMPLE).subList(0, COMMENTS)) {
      texts.add(json.readTree(line).path("text").textValue());
    }
    return texts;
  }
}

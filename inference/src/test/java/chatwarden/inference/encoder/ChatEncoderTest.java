package chatwarden.inference.encoder;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With the encoder of models/training/encoder/make_tiny.py, and the answers that it expects. */
final class ChatEncoderTest {

  private static final Path FOLDER = Path.of("src/test/resources/encoder");

  /** What integers of eight bits may move a logarithm of a probability of these random weights. */
  private static final double QUANTISED = 0.15;

  private static ChatEncoder encoder;

  @BeforeAll
  static void open() throws IOException {
    encoder = ChatEncoder.open(FOLDER);
  }

  @AfterAll
  static void close() {
    encoder.close();
  }

  private static JsonNode expected() throws IOException {
    return new ObjectMapper().readTree(FOLDER.resolve("expected.json").toFile());
  }

  private static List<String> texts() throws IOException {
    List<String> texts = new ArrayList<>();
    expected().forEach(one -> texts.add(one.path("text").textValue()));
    return texts;
  }

  @Test
  void saysWhatTheFloatNetworkSays() throws IOException {
    List<@Nullable EncoderAnswer> answers = encoder.read(texts());
    JsonNode expected = expected();

    assertThat(answers).hasSize(expected.size());
    for (int i = 0; i < answers.size(); i++) {
      EncoderAnswer answer = requireNonNull(answers.get(i));
      for (int head = 0; head < encoder.facts().heads().size(); head++) {
        for (int k = 0; k < 3; k++) {
          assertThat(answer.classes()[head][k])
              .isCloseTo(
                  expected.get(i).path("classes").get(head).get(k).asDouble(), within(QUANTISED));
        }
      }
      for (int kind = 0; kind < encoder.facts().kinds().size(); kind++) {
        assertThat(answer.kinds()[kind])
            .isCloseTo(expected.get(i).path("kinds").get(kind).asDouble(), within(QUANTISED));
      }
    }
  }

  @Test
  void anAnswerDoesNotDependOnTheOtherTexts() throws IOException {
    List<String> texts = new ArrayList<>(texts());
    texts.add("word ".repeat(60));
    List<@Nullable EncoderAnswer> together = encoder.readUnmasked(texts);

    for (int i = 0; i < texts.size(); i++) {
      EncoderAnswer alone = requireNonNull(encoder.readUnmasked(List.of(texts.get(i))).getFirst());
      assertThat(requireNonNull(together.get(i)).classes()).isDeepEqualTo(alone.classes());
      assertThat(requireNonNull(together.get(i)).kinds()).isEqualTo(alone.kinds());
    }
  }

  @Test
  void aTextThatComesAgainIsReadOnce() {
    List<@Nullable EncoderAnswer> twice = encoder.read(List.of("go go go", "gg", "go go go"));

    assertThat(twice.get(2)).isNotNull().isSameAs(twice.get(0));
    assertThat(encoder.read(List.of("𝗴𝗼 go go")).getFirst()).isSameAs(twice.get(0));
    assertThat(encoder.read(List.of("go go")).getFirst()).isNotSameAs(twice.get(0));
  }

  @Test
  void maskedTextIsReadAsItLooks() {
    EncoderAnswer plain = requireNonNull(encoder.read(List.of("you are stupid")).getFirst());
    EncoderAnswer masked =
        requireNonNull(encoder.read(List.of("y0u are 𝘀.𝘁.𝘂.𝗽.𝗶.𝗱")).getFirst());

    assertThat(masked.classes()).isDeepEqualTo(plain.classes());
  }

  @Test
  void ofALongTextTheWorstWindowAnswers() {
    List<String> parts = List.of("chào cả nhà ".repeat(20), "đồ ngu ".repeat(20));
    double worst =
        encoder.read(parts).stream()
            .mapToDouble(part -> requireNonNull(part).clean())
            .min()
            .orElse(0);
    EncoderAnswer both = requireNonNull(encoder.read(List.of(String.join("", parts))).getFirst());

    assertThat(both.clean()).isLessThanOrEqualTo(worst + QUANTISED);
  }

  @Test
  void aBlankTextHasNoAnswer() {
    assertThat(encoder.read(List.of(" \u200b ", "a")))
        .satisfiesExactly(
            blank -> assertThat(blank).isNull(), read -> assertThat(read).isNotNull());
  }

  @Test
  void factsThatDoNotFitAreRefused(@TempDir Path folder) throws IOException {
    for (String file : List.of(ChatEncoder.MODEL, ChatEncoder.TOKENIZER)) {
      Files.copy(FOLDER.resolve(file), folder.resolve(file));
    }
    Files.writeString(
        folder.resolve(ChatEncoder.FACTS),
        "{\"heads\": [\"vihsd\", \"all\"], \"kinds\": [], \"maxTokens\": 24}");

    assertThatThrownBy(() -> ChatEncoder.open(folder).close())
        .isInstanceOf(IOException.class)
        .hasMessageContaining("encoder.json")
        .hasMessageContaining("classes: 9 numbers (expected: 6)");
  }
}

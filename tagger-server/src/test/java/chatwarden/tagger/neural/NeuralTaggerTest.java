package chatwarden.tagger.neural;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import chatwarden.tagger.crf.TextVote;
import chatwarden.tagger.crf.TokenIds;
import chatwarden.tagger.crf.TokenizedText;
import chatwarden.tagger.model.SpanTagger;
import chatwarden.tagger.model.SpanTaggerContract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NeuralTaggerTest extends SpanTaggerContract {

  private static final Path MODELS = Path.of("..", "models");
  private static final Path MODEL = MODELS.resolve("vi-averaged/3");
  private static final Path NETWORK = MODEL.resolve("network.onnx");
  private static final TextVote VOTE = new TextVote(0.6, 0.5, 0.3, -1.2);
  private static final NeuralTagger VIETNAMESE = open();

  NeuralTaggerTest() {
    super(VIETNAMESE);
  }

  private static NeuralTagger open() {
    try {
      return NeuralTagger.open(
          NETWORK, MODEL.resolve("weights.bin"), 0.5, MODEL.resolve("whole.bin"), VOTE, 1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @CsvSource({"vi-averaged, 3", "en-averaged, 1"})
  void scoresAreThoseOfTheTrainingScript(String model, String version) throws IOException {
    Path reference = Path.of("src/test/resources").resolve("reference-" + model + ".txt");
    List<String> lines = Files.readAllLines(reference);
    assertThat(lines).hasSizeGreaterThan(5);
    try (SpanNetwork network =
        SpanNetwork.open(MODELS.resolve(model).resolve(version).resolve("network.onnx"))) {
      for (String line : lines) {
        String text = line.substring(0, line.indexOf('\t'));
        String[] expected = line.substring(text.length() + 1).split(" ", -1);
        TokenIds ids = TokenIds.of(TokenizedText.of(text));
        assertThat(expected).as(text).hasSize(2 * ids.count() * network.members());
        NetworkInput input = new NetworkInput();
        input.read(List.of(ids));
        TokenScores scores = network.score(input);
        double[] begin = new double[ids.count()];
        double[] inside = new double[ids.count()];
        int at = 0;
        for (int m = 0; m < network.members(); m++) {
          scores.copy(m, 0, ids.count(), begin, inside);
          for (int t = 0; t < ids.count(); t++) {
            assertThat(begin[t]).isCloseTo(Double.parseDouble(expected[at++]), within(1e-4));
            assertThat(inside[t]).isCloseTo(Double.parseDouble(expected[at++]), within(1e-4));
          }
        }
      }
    }
  }

  @Test
  void aLoneNetworkTagsToo() throws IOException {
    try (SpanTagger network = NeuralTagger.open(NETWORK, 1.3)) {
      assertThat(marked(network, "hôm nay trời đẹp mà thằng ngu kia nói nhiều"))
          .anyMatch(span -> span.contains("ngu"))
          .noneMatch(span -> span.contains("trời"));
      assertThat(marked(network, "chúc cả nhà buổi sáng vui vẻ nha")).isEmpty();
    }
  }

  @Test
  void whatIsNoNetworkIsRefused(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("network.onnx"), "no network");
    assertThatThrownBy(() -> NeuralTagger.open(file, 1))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("ONNX Runtime cannot read it");
    assertThatThrownBy(
            () -> NeuralTagger.open(Path.of("src/test/resources/tiny-transformer/model.onnx"), 1))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("(expected: ids, lengths; scores, steps)");
    assertThatThrownBy(() -> NeuralTagger.open(NETWORK, 0)).hasMessageContaining("cleanOdds: 0.0");
    assertThatThrownBy(() -> NeuralTagger.open(NETWORK, MODEL.resolve("weights.bin"), 1, 1))
        .hasMessage("crfShare: 1.0 (expected: in (0, 1))");
  }
}

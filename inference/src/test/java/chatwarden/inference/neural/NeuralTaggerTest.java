package chatwarden.inference.neural;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import chatwarden.inference.crf.TextVote;
import chatwarden.inference.crf.TokenizedText;
import chatwarden.inference.tagger.SpanTagger;
import chatwarden.inference.tagger.SpanTaggerContract;
import chatwarden.inference.weights.WeightFile;
import chatwarden.testing.model.ShippedModel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NeuralTaggerTest extends SpanTaggerContract {

  private static final Path MODEL = ShippedModel.newest("vi-averaged");
  private static final Path CRF = WeightFile.in(MODEL, "weights");
  private static final NetworkFiles NETWORK = NetworkFiles.in(MODEL);
  private static final TextVote VOTE = new TextVote(0.6, 0.5, 0.3, -1.2);
  private static final NeuralTagger VIETNAMESE = open();

  NeuralTaggerTest() {
    super(VIETNAMESE);
  }

  private static NeuralTagger open() {
    try {
      return NeuralTagger.open(NETWORK, CRF, 0.5, WeightFile.in(MODEL, "whole"), VOTE, 1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"vi-averaged", "en-averaged"})
  void scoresAreThoseOfTheTrainingScript(String model) throws IOException {
    Path reference = Path.of("src/test/resources").resolve("reference-" + model + ".txt");
    List<String> lines = Files.readAllLines(reference);
    assertThat(lines).hasSizeGreaterThan(5);
    try (SpanNetwork network = SpanNetwork.open(NetworkFiles.in(ShippedModel.newest(model)))) {
      for (String line : lines) {
        String text = line.substring(0, line.indexOf('\t'));
        String[] expected = line.substring(text.length() + 1).split(" ", -1);
        TokenizedText tokens = TokenizedText.of(text);
        assertThat(expected).as(text).hasSize(2 * tokens.count() * network.members());
        NetworkInput input = network.input();
        input.read(List.of(tokens));
        TokenScores scores = network.score(input);
        double[] begin = new double[tokens.count()];
        double[] inside = new double[tokens.count()];
        int at = 0;
        for (int m = 0; m < network.members(); m++) {
          scores.copy(m, 0, tokens.count(), begin, inside);
          for (int t = 0; t < tokens.count(); t++) {
            assertThat(begin[t]).isCloseTo(Double.parseDouble(expected[at++]), within(1e-4));
            assertThat(inside[t]).isCloseTo(Double.parseDouble(expected[at++]), within(1e-4));
          }
        }
      }
    }
  }

  @Test
  void scoresAreTheSameWhateverWasReadBefore() throws IOException {
    try (SpanNetwork network = SpanNetwork.open(NETWORK)) {
      NetworkInput reader = network.input();
      String longWord = "ng" + "u".repeat(20) + "xyz".repeat(10);
      for (String text :
          List.of("đồ NGU quá", longWord, "đồ ngu", "NGU  " + longWord, "đồ NGU quá")) {
        TokenizedText tokens = TokenizedText.of(text);
        NetworkInput fresh = network.input();
        fresh.read(List.of(tokens));
        reader.read(List.of(tokens));
        for (int m = 0; m < network.members(); m++) {
          assertThat(scores(network, reader, m, tokens.count()))
              .as(text)
              .containsExactly(scores(network, fresh, m, tokens.count()), within(1e-6));
        }
      }
    }
  }

  private static double[] scores(SpanNetwork network, NetworkInput input, int member, int count) {
    double[] both = new double[2 * count];
    double[] inside = new double[count];
    network.score(input).copy(member, 0, count, both, inside);
    System.arraycopy(inside, 0, both, count, count);
    return both;
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
    assertThatThrownBy(() -> NeuralTagger.open(new NetworkFiles(file, NETWORK.embeddings()), 1))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("ONNX Runtime cannot read it");
    Path other = Path.of("src/test/resources/tiny-transformer/model.onnx");
    assertThatThrownBy(() -> NeuralTagger.open(new NetworkFiles(other, NETWORK.embeddings()), 1))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(
            "(expected: [lengths, vectors0, vectors1, vectors2]; [scores, steps],");
    assertThatThrownBy(() -> NeuralTagger.open(NETWORK, 0)).hasMessageContaining("cleanOdds: 0.0");
    assertThatThrownBy(() -> NeuralTagger.open(NETWORK, CRF, 1, 1))
        .hasMessage("crfShare: 1.0 (expected: in (0, 1))");
  }

  @Test
  void embeddingsOfOtherNetworksAreRefused(@TempDir Path folder) throws IOException {
    Path fewer = SmallEmbeddings.write(folder.resolve("fewer.safetensors"), 2, 64);
    assertThatThrownBy(() -> NeuralTagger.open(new NetworkFiles(NETWORK.network(), fewer), 1))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(
            NETWORK.network() + ": inputs [vectors0, vectors1, vectors2, lengths]")
        .hasMessageEndingWith("as " + fewer + " has embeddings for 2)");
    Path narrower = SmallEmbeddings.write(folder.resolve("narrower.safetensors"), 3, 32);
    assertThatThrownBy(() -> NeuralTagger.open(new NetworkFiles(NETWORK.network(), narrower), 1))
        .isInstanceOf(IOException.class)
        .hasMessage(
            NETWORK.network()
                + ": vectors0: shape [-1, -1, 192] (expected: [tokens, texts, 96], as "
                + narrower
                + " has embeddings of width 32)");
  }
}

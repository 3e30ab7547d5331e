package chatwarden.tagger.neural;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import chatwarden.tagger.crf.AnyText;
import chatwarden.tagger.crf.TokenIds;
import chatwarden.tagger.crf.TokenizedText;
import chatwarden.tagger.model.SpanTagger;
import chatwarden.tagger.model.SpanTagging;
import chatwarden.tagger.model.TaggedSpan;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.domains.Domain;
import net.jqwik.api.domains.DomainContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NeuralTaggerTest {

  private static final Path MODEL = Path.of("..", "models", "vi-averaged", "1");
  private static final Path NETWORK = MODEL.resolve("network.onnx");
  private static final NeuralTagger VIETNAMESE = open();

  private static NeuralTagger open() {
    try {
      return NeuralTagger.open(NETWORK, MODEL.resolve("weights.bin"), 0.4, 1.3);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void scoresAreThoseOfTheTrainingScript() throws IOException {
    List<String> lines =
        Files.readAllLines(Path.of("src/test/resources/reference-vi-averaged.txt"));
    assertThat(lines).hasSizeGreaterThan(5);
    try (SpanNetwork network = SpanNetwork.open(NETWORK)) {
      for (String line : lines) {
        String text = line.substring(0, line.indexOf('\t'));
        String[] expected = line.substring(text.length() + 1).split(" ", -1);
        TokenIds ids = TokenIds.of(TokenizedText.of(text));
        assertThat(expected).as(text).hasSize(2 * ids.count());
        double[] begin = new double[ids.count()];
        double[] inside = new double[ids.count()];
        network.score(List.of(ids)).copy(0, 0, ids.count(), begin, inside);
        for (int t = 0; t < ids.count(); t++) {
          assertThat(begin[t]).isCloseTo(Double.parseDouble(expected[2 * t]), within(1e-4));
          assertThat(inside[t]).isCloseTo(Double.parseDouble(expected[2 * t + 1]), within(1e-4));
        }
      }
    }
  }

  @Property(tries = 300)
  @Domain(AnyText.class)
  void spansLieInsideTheTextAndCoverageCountsThem(@ForAll String text) {
    SpanTagging tagging = VIETNAMESE.tag(List.of(text)).getFirst();
    int codePoints = text.codePointCount(0, text.length());
    int covered = 0;
    for (TaggedSpan span : tagging.spans()) {
      assertThat(span.end()).isLessThanOrEqualTo(codePoints);
      covered += span.length();
    }
    assertThat(tagging.coverage()).isEqualTo(codePoints == 0 ? 0 : (float) covered / codePoints);
  }

  @Property(tries = 100)
  @Domain(AnyText.class)
  @Domain(DomainContext.Global.class)
  void batchedEqualsSingle(@ForAll @Size(max = 12) List<String> texts) {
    List<SpanTagging> alone = new ArrayList<>();
    texts.forEach(text -> alone.addAll(VIETNAMESE.tag(List.of(text))));
    assertThat(VIETNAMESE.tag(texts)).isEqualTo(alone);
  }

  @Test
  void manyThreadsGetWhatOneGets() throws Exception {
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      texts.add("thằng ngu " + "này ".repeat(i % 17) + " vl " + i);
    }
    List<SpanTagging> expected = VIETNAMESE.tag(texts);
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      List<Future<List<SpanTagging>>> answers = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        answers.add(threads.submit(() -> VIETNAMESE.tag(texts)));
      }
      for (Future<List<SpanTagging>> answer : answers) {
        assertThat(answer.get()).isEqualTo(expected);
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
  void insultsAreMarkedAndFriendlyTextsAreNot() {
    assertThat(marked(VIETNAMESE, "do NGUUUU")).anyMatch(span -> span.contains("NGUUUU"));
    assertThat(marked(VIETNAMESE, "chúc cả nhà buổi sáng vui vẻ nha")).isEmpty();
    assertThat(marked(VIETNAMESE, "")).isEmpty();
    assertThat(marked(VIETNAMESE, " \n ")).isEmpty();
  }

  @Test
  void longestTextsAreTaggedBesideShortOnes() {
    List<SpanTagging> taggings = VIETNAMESE.tag(List.of("ok", "ngu ".repeat(2_500), "ngu"));
    assertThat(taggings.get(0).spans()).isEmpty();
    assertThat(taggings.get(1).coverage()).isPositive();
    assertThat(taggings.get(2)).isEqualTo(VIETNAMESE.tag(List.of("ngu")).getFirst());
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

  private static List<String> marked(SpanTagger tagger, String text) {
    int[] codePoints = text.codePoints().toArray();
    return tagger.tag(List.of(text)).getFirst().spans().stream()
        .map(span -> new String(codePoints, span.start(), span.length()))
        .toList();
  }
}

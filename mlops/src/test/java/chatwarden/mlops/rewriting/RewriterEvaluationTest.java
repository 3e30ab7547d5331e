package chatwarden.mlops.rewriting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import chatwarden.inference.rewriter.RewriteCandidate;
import chatwarden.inference.rewriter.RewriteObstacle;
import chatwarden.inference.rewriter.Rewriter;
import chatwarden.inference.rewriter.Rewriting;
import chatwarden.inference.tagger.SpanTagger;
import chatwarden.inference.tagger.SpanTagging;
import chatwarden.inference.tagger.TaggedSpan;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

/** Figures of rewriters on invented texts in which one word is rude. */
class RewriterEvaluationTest {
  private static final String RUDE = "kwyjibo";
  private static final Consumer<String> SILENT = line -> {};

  @TempDir private Path data;

  /** As sacreBLEU 2 has them. */
  @Test
  void characterFScoresAreThoseOfTheReferenceImplementation() {
    assertThat(CharacterF.of("the cat sat on the mat", List.of("a cat sat on a mat")))
        .isCloseTo(0.551117, within(1e-6));
    assertThat(CharacterF.of("chào bạn nhé", List.of("chào mọi người nhé", "xin chào bạn")))
        .isCloseTo(0.593849, within(1e-6));
    assertThat(CharacterF.of("same", List.of("same"))).isCloseTo(1, within(1e-12));
    assertThat(CharacterF.of("", List.of("text"))).isZero();
  }

  @Test
  void wordsOutsideTheMarksAreCountedInOrderAndPoliteFormsCountAsTheirWords() {
    assertThat(VietnameseMeasure.kept("mày xem game này", "bạn xem game này")).isEqualTo(1);
    assertThat(VietnameseMeasure.kept("xem game này", "game xem này")).isEqualTo(2 / 3.0);
    assertThat(VietnameseMeasure.kept("", "gì cũng được")).isEqualTo(1);
  }

  @Test
  void usualWordsAreLikelierThanUnusualOnes() {
    List<List<String>> lines =
        List.of(
            List.of("xin", "chào", "bạn"),
            List.of("xin", "chào", "bạn"),
            List.of("xin", "chào", "bạn"));
    WordModel model = new WordModel(lines);

    assertThat(model.meanLog(List.of("xin", "chào", "bạn")))
        .isGreaterThan(model.meanLog(List.of("bạn", "chào", "xin")))
        .isGreaterThan(model.meanLog(List.of("một", "hai", "ba")));
  }

  @Test
  void goodRewriterIsAboveDeletionAndCopiesHaveNoStyleInEnglish() throws IOException {
    writeEnglish();
    RewriterEvaluation evaluation = RewriterEvaluation.of(data, "en", 1, SILENT);

    List<String> table =
        evaluation.markdown("own@1", replacing("fellow"), new RudeWord(), SILENT).lines().toList();

    assertThat(table.get(2)).startsWith("| copy | 0.000 | ").endsWith("| 100.0 % | 0.0 % |");
    assertThat(table.get(3)).startsWith("| deletion | 1.000 | ");
    assertThat(table.get(4)).startsWith("| one polite sentence | ");
    assertThat(table.get(5)).startsWith("| people, 20 texts, first reference against the others");
    assertThat(table.get(6)).startsWith("| own@1 | 1.000 | 1.000 | 1.000 | +0.").contains("0.0 %");
    assertThat(table.getLast()).contains("0 of own@1 are CANNOT_REWRITE", "seed 1");
  }

  @Test
  void refusalsAreEmptyAndCountedInVietnamese() throws IOException {
    writeVietnamese();
    RewriterEvaluation evaluation = RewriterEvaluation.of(data, "vi", 1, SILENT);

    List<String> table =
        evaluation.markdown("own@1", new Refusing(), new RudeWord(), SILENT).lines().toList();

    assertThat(table.get(3)).startsWith("| deletion | 1.000 | 1.000 | ");
    assertThat(table.get(5))
        .startsWith("| own@1 | 0.000 | 0.000 | 0.000 | -")
        .endsWith("100.0 % |");
    assertThat(table.getLast()).contains("20 of own@1 are CANNOT_REWRITE");
  }

  private void writeEnglish() throws IOException {
    Path pairs = Files.createDirectories(data.resolve("paradetox"));
    Files.writeString(pairs.resolve("train.csv"), pairs(200, 0));
    Files.writeString(pairs.resolve("dev.csv"), pairs(20, 1000));
    Path tweets = Files.createDirectories(data.resolve("davidson"));
    Files.writeString(tweets.resolve("train.csv"), "text,label\nnice day all,CLEAN\n");
    Files.writeString(tweets.resolve("dev.csv"), "text,label\ngood night,CLEAN\n");
  }

  private static String pairs(int count, int from) {
    StringBuilder csv = new StringBuilder("toxic,neutral1,neutral2,neutral3\n");
    for (int i = from; i < from + count; i++) {
      csv.append("this ").append(RUDE).append(" plays map %d again,".formatted(i));
      csv.append("this fellow plays map %d again,this one plays map %d again,%n".formatted(i, i));
    }
    return csv.toString();
  }

  private void writeVietnamese() throws IOException {
    Path spans = Files.createDirectories(data.resolve("vihos"));
    Files.writeString(spans.resolve("train.csv"), marked(200, 0));
    Files.writeString(spans.resolve("dev.csv"), marked(20, 1000));
    Path comments = Files.createDirectories(data.resolve("vihsd"));
    StringBuilder clean = new StringBuilder("text,label,in_vihsd_test,in_vihos_test\n");
    for (int i = 0; i < 200; i++) {
      clean.append("hôm nay chơi bàn %d vui quá,CLEAN,0,0%n".formatted(i));
    }
    Files.writeString(comments.resolve("train.csv"), clean);
    Files.writeString(comments.resolve("dev.csv"), "text,label\nchào cả nhà,CLEAN\n");
    Path corpus = Files.createDirectories(data.resolve("chat-corpus")).resolve("vi_social.txt.xz");
    try (XZOutputStream lines =
        new XZOutputStream(Files.newOutputStream(corpus), new LZMA2Options())) {
      lines.write("hôm nay chơi vui quá\n".repeat(20).getBytes(StandardCharsets.UTF_8));
    }
  }

  private static String marked(int count, int from) {
    StringBuilder csv = new StringBuilder("text,spans,in_vihsd_test,in_vihsd_dev\n");
    for (int i = from; i < from + count; i++) {
      csv.append(RUDE).append(" hôm nay chơi bàn %d,".formatted(i));
      csv.append("\"[0, 1, 2, 3, 4, 5, 6]\",0,0\n");
    }
    return csv.toString();
  }

  private static Rewriter replacing(String polite) {
    return new Rewriter() {
      @Override
      public Rewriting rewrite(String text, String language, Consumer<RewriteCandidate> found) {
        return Rewriting.of(
            List.of(RewriteCandidate.found(text.replace(RUDE, polite), "substitution")));
      }

      @Override
      public void close() {}
    };
  }

  /** Has no proposal for any text. */
  private static final class Refusing implements Rewriter {
    @Override
    public Rewriting rewrite(String text, String language, Consumer<RewriteCandidate> found) {
      return Rewriting.impossible(RewriteObstacle.NO_CANDIDATE);
    }

    @Override
    public void close() {}
  }

  /** Marks the rude word. */
  private static final class RudeWord implements SpanTagger {
    @Override
    public List<SpanTagging> tag(List<String> texts) {
      return texts.stream()
          .map(
              text -> {
                int at = text.indexOf(RUDE);
                return at < 0
                    ? SpanTagging.clean()
                    : SpanTagging.of(
                        List.of(new TaggedSpan(at, at + RUDE.length(), 0.9f)), text.length());
              })
          .toList();
    }

    @Override
    public void close() {}
  }
}

package chatwarden.inference.edit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import chatwarden.inference.generate.SequenceFormWriter;
import chatwarden.inference.tagger.SpanTagging;
import chatwarden.inference.tagger.TaggedSpan;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The steps of the rewriter that ships, against those of the training scripts. */
class GoldenTest {
  private static final Path GOLDEN = Path.of("src/test/resources/rewriter/golden.jsonl");

  /** How far the outputs of processors may differ, in the similarity and the log probability. */
  private static final double SIMILARITY = 0.02;

  private static final double FLUENCY = 0.1;

  private static List<JsonNode> rows() throws IOException {
    List<JsonNode> rows = new ArrayList<>();
    for (String line : Files.readAllLines(GOLDEN)) {
      rows.add(new ObjectMapper().readTree(line));
    }
    return rows;
  }

  @Test
  void tokensWordsShieldsAndNegationsAreThoseOfTraining() throws IOException {
    for (JsonNode row : rows()) {
      String text = row.path("text").asText();
      CutText cut = ShippedRules.cut(text);
      Guards guards = ShippedRules.guards(row.path("language").asText());
      boolean[] shielded = guards.shielded(text, cut.words());

      assertThat(cut.ids()).as(text).containsExactly(longs(row.path("ids")));
      assertThat(cut.words()).hasSize(row.path("words").size());
      for (int i = 0; i < shielded.length; i++) {
        JsonNode word = row.path("words").path(i);
        assertThat(cut.words().get(i).start()).isEqualTo(word.path(0).asInt());
        assertThat(cut.words().get(i).end()).isEqualTo(word.path(1).asInt());
        assertThat(shielded[i]).as("%s, word %s", text, i).isEqualTo(word.path(2).asInt() == 1);
      }
      assertThat(guards.negations(text)).as(text).isEqualTo(row.path("negations").asInt());
    }
  }

  /** Processors differ in the third place of the network's outputs, so a few texts may differ. */
  @Test
  void draftsAreThoseOfTraining() throws IOException {
    int alike = 0;
    List<String> others = new ArrayList<>();
    try (EditNetwork network =
            EditNetwork.open(
                ShippedRules.MODEL.resolve(EditNetwork.MODEL), ShippedRules.RULES.labels().size());
        FormWriter writer = writer()) {
      PassageReader reader = new PassageReader(network, ShippedRules.RULES);
      DraftMaker maker =
          EditingRewriter.maker(network, ShippedRules.cutter(), ShippedRules.RULES, writer);
      for (JsonNode row : rows()) {
        String language = row.path("language").asText();
        String text = row.path("text").asText();
        Guards guards = ShippedRules.guards(language);
        Passage passage =
            reader.read(text, language, ShippedRules.cut(text), spans(text, row), guards);
        List<String> drafts = maker.drafts(passage, guards).stream().map(Draft::text).toList();
        List<String> expected = new ArrayList<>();
        row.path("drafts").forEach(draft -> expected.add(draft.asText()));
        if (drafts.equals(expected)) {
          alike++;
          assertReadings(network, passage, drafts, row);
        } else {
          others.add("%s: %s (expected: %s)".formatted(text, drafts, expected));
        }
      }
    }
    assertThat(alike).as(String.join("\n", others)).isGreaterThanOrEqualTo(37);
  }

  private static void assertReadings(
      EditNetwork network, Passage passage, List<String> drafts, JsonNode row) {
    if (drafts.isEmpty()) {
      return;
    }
    List<CandidateReader.Reading> readings =
        new CandidateReader(network, ShippedRules.cutter(), ShippedRules.RULES)
            .read(passage, drafts);
    for (int i = 0; i < readings.size(); i++) {
      JsonNode expected = row.path("readings").path(i);
      String draft = drafts.get(i);
      assertThat(readings.get(i).similarity())
          .as(draft)
          .isCloseTo(expected.path(0).asDouble(), within(SIMILARITY));
      assertThat(readings.get(i).fluency())
          .as(draft)
          .isCloseTo(expected.path(1).asDouble(), within(FLUENCY));
    }
  }

  private static @Nullable FormWriter writer() throws IOException {
    return ShippedRules.RULES.asksSequence() ? SequenceFormWriter.open(ShippedRules.MODEL) : null;
  }

  private static SpanTagging spans(String text, JsonNode row) {
    List<TaggedSpan> spans = new ArrayList<>();
    row.path("spans")
        .forEach(span -> spans.add(new TaggedSpan(span.path(0).asInt(), span.path(1).asInt(), 1)));
    return SpanTagging.of(spans, text.codePointCount(0, text.length()));
  }

  private static long[] longs(JsonNode node) {
    long[] longs = new long[node.size()];
    for (int i = 0; i < longs.length; i++) {
      longs[i] = node.path(i).asLong();
    }
    return longs;
  }
}

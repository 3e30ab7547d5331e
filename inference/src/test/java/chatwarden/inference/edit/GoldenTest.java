package chatwarden.inference.edit;

import static org.assertj.core.api.Assertions.assertThat;

import chatwarden.inference.tagger.SpanTagging;
import chatwarden.inference.tagger.TaggedSpan;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The steps of the rewriter that ships, against those of the training scripts. */
class GoldenTest {
  private static final Path GOLDEN = Path.of("src/test/resources/rewriter/golden.jsonl");

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
            ShippedRules.MODEL.resolve(EditNetwork.MODEL), ShippedRules.RULES.labels().size())) {
      PassageReader reader = new PassageReader(network, ShippedRules.RULES);
      DraftMaker maker = EditingRewriter.maker(network, ShippedRules.cutter(), ShippedRules.RULES);
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
        } else {
          others.add("%s: %s (expected: %s)".formatted(text, drafts, expected));
        }
      }
    }
    assertThat(alike).as(String.join("\n", others)).isGreaterThanOrEqualTo(37);
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

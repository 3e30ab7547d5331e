package chatwarden.tagger.server;

import chatwarden.inference.tagger.SpanTagger;
import chatwarden.inference.tagger.SpanTagging;
import chatwarden.inference.tagger.TaggedSpan;
import chatwarden.serving.rollout.ComparedAnswer;
import chatwarden.serving.rollout.Comparison;
import chatwarden.text.Normalizer;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Compares versions by whether they mark something, by the coverage of their spans, and by the
 * spans themselves: the parts of a text that one version alone marks are the reasons.
 */
final class TaggerComparison implements Comparison<SpanTagger, SpanTagging> {

  @Override
  public Optional<ComparedAnswer> compared(SpanTagging answer) {
    boolean marked = !answer.spans().isEmpty();
    return Optional.of(
        new ComparedAnswer(
            marked ? "MARKED" : "UNMARKED",
            answer.coverage(),
            marked,
            answer.spans().stream().flatMap(span -> Stream.of(span.start(), span.end())).toList()));
  }

  @Override
  public Map<String, Double> reasons(SpanTagger model, String text, Supplier<SpanTagging> answer) {
    Map<String, Double> marks = new HashMap<>();
    for (TaggedSpan span : answer.get().spans()) {
      int start = text.offsetByCodePoints(0, span.start());
      String part = text.substring(start, text.offsetByCodePoints(start, span.length()));
      marks.put(Normalizer.standard().normalize(part).text(), 1.0);
    }
    return marks;
  }
}

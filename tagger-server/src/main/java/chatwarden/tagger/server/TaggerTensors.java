package chatwarden.tagger.server;

import chatwarden.inference.tagger.SpanTagging;
import chatwarden.inference.tagger.TaggedSpan;
import chatwarden.serving.openinference.AnswerTensor;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What taggers say, as tensors. Texts have different numbers of spans and a tensor has rows of one
 * length, so the spans of a text are one element: a JSON list.
 */
final class TaggerTensors {

  static final List<AnswerTensor<SpanTagging>> ALL =
      List.of(
          new AnswerTensor.Texts<>("spans", TaggerTensors::json),
          new AnswerTensor.Numbers<>("coverage", SpanTagging::coverage));

  private TaggerTensors() {}

  private static String json(SpanTagging tagging) {
    return tagging.spans().stream()
        .map(TaggerTensors::json)
        .collect(Collectors.joining(",", "[", "]"));
  }

  /** Numbers alone, which Java writes as JSON does. */
  private static String json(TaggedSpan span) {
    return "{\"start\":"
        + span.start()
        + ",\"end\":"
        + span.end()
        + ",\"score\":"
        + span.score()
        + "}";
  }
}

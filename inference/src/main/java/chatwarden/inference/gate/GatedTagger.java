package chatwarden.inference.gate;

import chatwarden.inference.cascade.TextOpinion;
import chatwarden.inference.classifier.Question;
import chatwarden.inference.tagger.SpanTagger;
import chatwarden.inference.tagger.SpanTagging;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;
import java.util.stream.IntStream;

/**
 * Marks texts by the tagger of their language, unless an encoder finds them clean, or no part of
 * them offensive: span taggers learn from offensive texts alone, and look for the worst words of
 * any.
 */
public final class GatedTagger implements SpanTagger {

  private final TextGate gate;
  private final Map<String, LanguageTagger> taggers;

  /**
   * The tagger of a language.
   *
   * @param leastProbability the offensive probability of a text from which it is asked, in [0, 1]
   * @param leastSpanProbability that of the likeliest part of the text, in [0, 1]
   */
  public record LanguageTagger(
      SpanTagger tagger, double leastProbability, double leastSpanProbability) {

    private boolean isOpen(TextOpinion opinion) {
      return opinion.offensiveProbability() >= leastProbability
          && opinion.spanProbability() >= leastSpanProbability;
    }
  }

  /**
   * Creates a tagger.
   *
   * @param gate for texts of all languages; closed by {@link #close}, as the taggers are
   * @param taggers by their languages
   */
  public GatedTagger(TextGate gate, Map<String, LanguageTagger> taggers) {
    this.gate = gate;
    this.taggers = Map.copyOf(taggers);
  }

  @Override
  public List<SpanTagging> tag(List<String> texts) {
    List<Question> questions = texts.stream().map(Question::inAnyLanguage).toList();
    List<TextOpinion> opinions = gate.ask(questions);
    return tag(questions, (place, gated) -> gated.isOpen(opinions.get(place)));
  }

  @Override
  public List<SpanTagging> tagOffensive(List<String> texts) {
    return tag(texts.stream().map(Question::inAnyLanguage).toList(), (_, _) -> true);
  }

  /** Marks the texts that {@code isOpen} for the tagger of their language. */
  private List<SpanTagging> tag(
      List<Question> questions, BiPredicate<Integer, LanguageTagger> isOpen) {
    List<SpanTagging> taggings =
        new ArrayList<>(Collections.nCopies(questions.size(), SpanTagging.clean()));
    taggers.forEach(
        (language, gated) -> {
          List<Integer> open =
              IntStream.range(0, questions.size())
                  .filter(i -> language.equals(questions.get(i).likelierLanguage()))
                  .filter(i -> isOpen.test(i, gated))
                  .boxed()
                  .toList();
          if (!open.isEmpty()) {
            List<SpanTagging> found =
                gated.tagger().tag(open.stream().map(i -> questions.get(i).text()).toList());
            for (int i = 0; i < open.size(); i++) {
              taggings.set(open.get(i), found.get(i));
            }
          }
        });
    return List.copyOf(taggings);
  }

  @Override
  public void close() {
    gate.close();
    taggers.values().forEach(gated -> gated.tagger().close());
  }
}

package chatwarden.inference.classifier;

import chatwarden.inference.classifier.Explanation.Ngram;
import chatwarden.text.CodePointRange;
import chatwarden.text.NormalizedText;
import chatwarden.text.Normalizer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

/**
 * Explains any model by its answers without each word, as Li et al. do in Understanding Neural
 * Networks through Representation Erasure (2016): a word contributes the logit of the text less
 * that of the text with the word replaced by a space. Of a long text, neighbouring words are taken
 * together.
 */
public final class OcclusionExplainer {

  /** The most parts of a text that are taken out one by one, and the most sets of them. */
  private static final int MAX_PARTS = 64;

  private static final double LEAST_PROBABILITY = 1e-6;

  private final Function<List<String>, List<ClassProbabilities>> model;

  /**
   * Explains a model.
   *
   * @param model classifies texts, each as if it were alone
   */
  public OcclusionExplainer(Function<List<String>, List<ClassProbabilities>> model) {
    this.model = model;
  }

  /**
   * Explains the model's answer for {@code text}: bias 0, and as {@code other} the part that words
   * do not contribute one by one.
   *
   * @param threshold the offensive probability under which the decisive words bring the text
   */
  public Explanation explain(String text, float threshold) {
    List<CodePointRange> parts = parts(text);
    List<String> texts = new ArrayList<>(parts.size() + 1);
    texts.add(text);
    parts.forEach(part -> texts.add(without(text, part)));
    List<ClassProbabilities> judged = model.apply(texts);
    String label = mostProbableOffence(judged.getFirst());
    double logit = logit(judged.getFirst(), label);
    List<Ngram> contributions = new ArrayList<>(parts.size());
    for (int i = 0; i < parts.size(); i++) {
      contributions.add(new Ngram(parts.get(i), logit - logit(judged.get(i + 1), label)));
    }
    contributions.sort(Comparator.comparingDouble(part -> -part.contribution()));
    List<CodePointRange> weightiest = contributions.stream().map(Ngram::range).toList();
    contributions.sort(Comparator.comparingDouble(part -> -Math.abs(part.contribution())));
    List<Ngram> listed =
        contributions.subList(0, Math.min(Explanation.MAX_NGRAMS, contributions.size()));
    return new Explanation(
        label,
        logit,
        0,
        listed,
        logit - listed.stream().mapToDouble(Ngram::contribution).sum(),
        new DecisiveWordSearch(
                text,
                weightiest,
                threshold,
                MAX_PARTS,
                rest -> model.apply(List.of(rest)).getFirst().offensiveProbability())
            .find());
  }

  /**
   * Returns the words of the text as it reads unmasked, so that a word with spaces between its
   * letters is one; neighbouring words together where there are many.
   */
  private static List<CodePointRange> parts(String text) {
    NormalizedText unmasked = Normalizer.standard().unmask(text);
    List<CodePointRange> words = new ArrayList<>();
    int[] codePoints = unmasked.text().codePoints().toArray();
    int start = 0;
    for (int i = 0; i <= codePoints.length; i++) {
      if (i == codePoints.length || Character.isWhitespace(codePoints[i])) {
        if (i > start) {
          addWord(words, unmasked.offsets().toOriginal(start, i));
        }
        start = i + 1;
      }
    }
    int together = Math.ceilDiv(Math.max(words.size(), 1), MAX_PARTS);
    List<CodePointRange> parts = new ArrayList<>();
    for (int from = 0; from < words.size(); from += together) {
      int to = Math.min(from + together, words.size());
      parts.add(new CodePointRange(words.get(from).start(), words.get(to - 1).end()));
    }
    return parts;
  }

  /** Adds a word, unless it came from the same letters as the one before. */
  private static void addWord(List<CodePointRange> words, CodePointRange word) {
    if (word.length() > 0 && (words.isEmpty() || words.getLast().end() <= word.start())) {
      words.add(word);
    }
  }

  private static String without(String text, CodePointRange part) {
    int from = text.offsetByCodePoints(0, part.start());
    return text.substring(0, from)
        + ' '
        + text.substring(text.offsetByCodePoints(from, part.length()));
  }

  private static String mostProbableOffence(ClassProbabilities judged) {
    return judged.labels().stream()
        .filter(label -> !label.equals(ClassProbabilities.CLEAN))
        .max(Comparator.comparingDouble(judged::probability))
        .orElseThrow();
  }

  private static double logit(ClassProbabilities judged, String label) {
    double offence = Math.max(judged.probability(label), LEAST_PROBABILITY);
    double clean = Math.max(judged.probability(ClassProbabilities.CLEAN), LEAST_PROBABILITY);
    return Math.log(offence / clean);
  }
}

package chatwarden.inference.cascade;

import static java.util.Objects.requireNonNull;

import chatwarden.inference.cascade.CascadeClassifier.Member;
import chatwarden.inference.classifier.Classifier;
import chatwarden.inference.classifier.Explanation;
import chatwarden.inference.classifier.Explanation.DecisiveWords;
import chatwarden.inference.classifier.Explanation.Ngram;
import chatwarden.inference.classifier.Question;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The tiers of a cascade as {@code cascade.json} states them: {@code tiers[0]} has {@code models},
 * the linear model of each language, {@code rules} and {@code alone}, the intervals of the
 * offensive probability in which that tier answers alone; {@code tiers[1]} has {@code model}, the
 * encoder, and {@code rules}. A rule's inputs are the names of linear models, and {@code
 * model/head} of an encoder.
 */
final class CascadeTiers implements AutoCloseable {

  private final List<LinearMember> linear;
  private final LanguageRules firstRules;
  private final Map<String, List<Interval>> alone;
  private final EncoderTier encoder;
  private final int inputs;

  /** The linear model of a language, and the number of its scores among the evidence. */
  record LinearMember(String language, String id, Classifier model, int input) {}

  /** The encoder, and the number of its first head's scores among the evidence. */
  record EncoderTier(String id, EncoderClassifier model, LanguageRules rules, int firstInput) {}

  private CascadeTiers(
      List<LinearMember> linear,
      LanguageRules firstRules,
      Map<String, List<Interval>> alone,
      EncoderTier encoder,
      int inputs) {
    this.linear = List.copyOf(linear);
    this.firstRules = firstRules;
    this.alone = Map.copyOf(alone);
    this.encoder = encoder;
    this.inputs = inputs;
  }

  static CascadeTiers read(Path path, List<Member> members) throws IOException {
    RuleFile file = RuleFile.read(path);
    JsonNode tiers = file.root().path("tiers");
    if (tiers.size() != 2) {
      throw file.fault("tiers: " + tiers.size() + " (expected: 2)");
    }
    List<String> inputs = new ArrayList<>();
    List<LinearMember> linear = new ArrayList<>();
    for (Map.Entry<String, JsonNode> entry : tiers.get(0).path("models").properties()) {
      Member member = member(file, members, entry.getValue().asText());
      if (!member.model().labels().equals(EncoderClassifier.LABELS)) {
        throw file.fault(
            "%s: labels %s (expected: %s)"
                .formatted(member.id(), member.model().labels(), EncoderClassifier.LABELS));
      }
      linear.add(new LinearMember(entry.getKey(), member.id(), member.model(), inputs.size()));
      inputs.add(member.name());
    }
    if (linear.isEmpty()) {
      throw file.fault("tiers[0].models: missing (expected: a linear model by language)");
    }
    Member second = member(file, members, tiers.get(1).path("model").asText());
    if (!(second.model() instanceof EncoderClassifier encoder)) {
      throw file.fault("tiers[1].model: " + second.id() + " (expected: an encoder)");
    }
    int firstHead = inputs.size();
    encoder.heads().forEach(head -> inputs.add(second.name() + "/" + head));
    int classes = EncoderClassifier.LABELS.size();
    Map<String, LanguageRule> firstRules =
        file.rules(tiers.get(0), inputs.subList(0, firstHead), classes);
    for (LinearMember member : linear) {
      if (!firstRules.containsKey(member.language())) {
        throw file.fault("tiers[0].rules: " + member.language() + " is missing");
      }
    }
    return new CascadeTiers(
        linear,
        new LanguageRules(EncoderClassifier.LABELS, firstRules),
        alone(file, tiers.get(0)),
        new EncoderTier(
            second.id(),
            encoder,
            new LanguageRules(EncoderClassifier.LABELS, file.rules(tiers.get(1), inputs, classes)),
            firstHead),
        inputs.size());
  }

  private static Member member(RuleFile file, List<Member> members, String name)
      throws IOException {
    return members.stream()
        .filter(member -> member.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                file.fault(
                    "model %s (expected: one of %s, the tiers of model.yaml)"
                        .formatted(name, members.stream().map(Member::id).toList())));
  }

  private static Map<String, List<Interval>> alone(RuleFile file, JsonNode tier)
      throws IOException {
    Map<String, List<Interval>> alone = new HashMap<>();
    for (Map.Entry<String, JsonNode> entry : tier.path("alone").properties()) {
      List<Interval> intervals = new ArrayList<>();
      for (JsonNode bin : entry.getValue()) {
        try {
          intervals.add(new Interval(bin.path(0).asDouble(), bin.path(1).asDouble()));
        } catch (IllegalArgumentException e) {
          throw file.fault("alone: " + entry.getKey() + ": " + e.getMessage());
        }
      }
      alone.put(entry.getKey(), List.copyOf(intervals));
    }
    return alone;
  }

  List<LinearMember> linear() {
    return linear;
  }

  LanguageRules firstRules() {
    return firstRules;
  }

  EncoderTier encoder() {
    return encoder;
  }

  int inputs() {
    return inputs;
  }

  /** Tells whether the linear models of all languages asked about are reliable at a probability. */
  boolean isReliable(Question question, double offensiveProbability) {
    return linear.stream()
        .filter(member -> question.share(member.language()) > 0)
        .allMatch(
            member ->
                alone.getOrDefault(member.language(), List.of()).stream()
                    .anyMatch(interval -> interval.contains(offensiveProbability)));
  }

  /** Returns a linear model's explanation on the scale of the cascade. */
  Explanation calibrated(Explanation linear, LinearMember member, DecisiveWords decisive) {
    LanguageRule rule = requireNonNull(firstRules.byLanguage().get(member.language()));
    double weight = rule.weights().get(0);
    int label = EncoderClassifier.LABELS.indexOf(linear.label());
    double shift = rule.biases().get(label) - rule.biases().get(0);
    return new Explanation(
        linear.label(),
        weight * linear.logit() + shift,
        weight * linear.bias() + shift,
        linear.ngrams().stream()
            .map(ngram -> new Ngram(ngram.range(), weight * ngram.contribution()))
            .toList(),
        weight * linear.other(),
        decisive);
  }

  @Override
  public void close() {
    linear.forEach(member -> member.model().close());
    encoder.model().close();
  }
}

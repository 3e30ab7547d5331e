package chatwarden.inference.cascade;

import static java.util.Objects.requireNonNull;

import chatwarden.inference.cascade.CascadeClassifier.Member;
import chatwarden.inference.classifier.ClassProbabilities;
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
 * the linear model of each language; each further one has {@code model}, an encoder, the better the
 * later. Every tier has {@code rules}, and all but the last {@code alone}, the intervals of the
 * offensive probability in which its answer is final, and, unless that is so for every text, {@code
 * longest}, the most code points of such a text. A rule's inputs are the names of linear models,
 * and {@code model/head} of the encoders so far.
 */
final class CascadeTiers implements AutoCloseable {

  private final List<LinearMember> linear;
  private final TierRules linearRules;
  private final List<EncoderTier> encoders;
  private final int inputs;

  /** The linear model of a language, and the number of its scores among the evidence. */
  record LinearMember(String language, String id, Classifier model, int input) {}

  /** An encoder, and the number of its first head's scores among the evidence. */
  record EncoderTier(String id, EncoderClassifier model, TierRules rules, int firstInput) {}

  /**
   * The rules of a tier, and the intervals in which its answer is final, by language, for texts of
   * up to {@code longest} code points.
   */
  record TierRules(LanguageRules rules, Map<String, List<Interval>> alone, int longest) {

    TierRules {
      alone = Map.copyOf(alone);
    }

    /** Returns whether an answer is reliable in all languages that are asked about. */
    boolean isReliable(Question question, double offensiveProbability) {
      String text = question.text();
      if (text.codePointCount(0, text.length()) > longest) {
        return false;
      }
      return rules.byLanguage().keySet().stream()
          .filter(language -> question.share(language) > 0)
          .allMatch(
              language ->
                  alone.getOrDefault(language, List.of()).stream()
                      .anyMatch(interval -> interval.contains(offensiveProbability)));
    }
  }

  private CascadeTiers(
      List<LinearMember> linear, TierRules linearRules, List<EncoderTier> encoders, int inputs) {
    this.linear = List.copyOf(linear);
    this.linearRules = linearRules;
    this.encoders = List.copyOf(encoders);
    this.inputs = inputs;
  }

  static CascadeTiers read(Path path, List<Member> members) throws IOException {
    RuleFile file = RuleFile.read(path);
    JsonNode tiers = file.root().path("tiers");
    if (tiers.size() < 2) {
      throw file.fault("tiers: " + tiers.size() + " (expected: at least 2)");
    }
    List<String> inputs = new ArrayList<>();
    List<LinearMember> linear = linear(file, tiers.get(0), members, inputs);
    TierRules linearRules = rules(file, tiers.get(0), inputs);
    for (LinearMember member : linear) {
      if (!linearRules.rules().byLanguage().containsKey(member.language())) {
        throw file.fault("tiers[0].rules: " + member.language() + " is missing");
      }
    }
    List<EncoderTier> encoders = new ArrayList<>();
    for (int i = 1; i < tiers.size(); i++) {
      Member member = member(file, members, tiers.get(i).path("model").asText());
      if (!(member.model() instanceof EncoderClassifier encoder)) {
        throw file.fault("tiers[%d].model: %s (expected: an encoder)".formatted(i, member.id()));
      }
      int firstHead = inputs.size();
      encoder.heads().forEach(head -> inputs.add(member.name() + "/" + head));
      encoders.add(
          new EncoderTier(member.id(), encoder, rules(file, tiers.get(i), inputs), firstHead));
    }
    return new CascadeTiers(linear, linearRules, encoders, inputs.size());
  }

  private static List<LinearMember> linear(
      RuleFile file, JsonNode tier, List<Member> members, List<String> inputs) throws IOException {
    List<LinearMember> linear = new ArrayList<>();
    for (Map.Entry<String, JsonNode> entry : tier.path("models").properties()) {
      Member member = member(file, members, entry.getValue().asText());
      if (!member.model().labels().equals(ClassProbabilities.OWN_LABELS)) {
        throw file.fault(
            "%s: labels %s (expected: %s)"
                .formatted(member.id(), member.model().labels(), ClassProbabilities.OWN_LABELS));
      }
      linear.add(new LinearMember(entry.getKey(), member.id(), member.model(), inputs.size()));
      inputs.add(member.name());
    }
    if (linear.isEmpty()) {
      throw file.fault("tiers[0].models: missing (expected: a linear model by language)");
    }
    return linear;
  }

  private static TierRules rules(RuleFile file, JsonNode tier, List<String> inputs)
      throws IOException {
    Map<String, LanguageRule> rules =
        file.rules(tier, inputs, ClassProbabilities.OWN_LABELS.size());
    return new TierRules(
        new LanguageRules(ClassProbabilities.OWN_LABELS, rules),
        alone(file, tier),
        tier.path("longest").asInt(Integer.MAX_VALUE));
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

  TierRules linearRules() {
    return linearRules;
  }

  /** Returns the encoders, the tier 1 first. */
  List<EncoderTier> encoders() {
    return encoders;
  }

  int inputs() {
    return inputs;
  }

  /** Returns a linear model's explanation on the scale of the cascade. */
  Explanation calibrated(Explanation linear, LinearMember member, DecisiveWords decisive) {
    LanguageRule rule = requireNonNull(linearRules.rules().byLanguage().get(member.language()));
    double weight = rule.weights().get(0);
    int label = ClassProbabilities.OWN_LABELS.indexOf(linear.label());
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
    encoders.forEach(tier -> tier.model().close());
  }
}

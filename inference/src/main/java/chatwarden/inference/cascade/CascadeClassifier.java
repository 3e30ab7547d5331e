package chatwarden.inference.cascade;

import chatwarden.inference.classifier.ClassProbabilities;
import chatwarden.inference.classifier.Classifier;
import chatwarden.inference.classifier.Explanation;
import chatwarden.inference.classifier.Judgement;
import chatwarden.inference.classifier.OcclusionExplainer;
import chatwarden.inference.classifier.Question;
import chatwarden.inference.classifier.TieredClassifier;
import chatwarden.inference.encoder.EncoderAnswer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * Asks the linear model of a text's language first; where its calibrated offensive probability is
 * in none of the bins in which it was found reliable, asks the encoder, or several one after the
 * other, and combines all scores.
 *
 * <p>A text that may be in either language is asked about in both, and both models have to be
 * reliable. Later tiers combine all scores so far, so each is at least as good as the one before.
 */
public final class CascadeClassifier implements TieredClassifier {
  /** The file of the tiers' rules within a model's folder. */
  public static final String CASCADE = "cascade.json";

  private static final double LEAST_PROBABILITY = 1e-6;

  private final CascadeTiers tiers;
  private volatile boolean closed;

  private CascadeClassifier(CascadeTiers tiers) {
    this.tiers = tiers;
  }

  /**
   * A model that a cascade asks.
   *
   * @param id its name and version, {@code name@version}
   * @param model the cascade closes it
   */
  public record Member(String id, Classifier model) {

    /** Returns its name without the version. */
    String name() {
      return id.substring(0, id.indexOf('@'));
    }
  }

  /**
   * Opens the cascade in {@code folder} over models that are open.
   *
   * @param members closed by {@link #close}; by the caller where this throws
   * @throws IOException if the file is missing or wrong, or names a model that is not a member
   */
  public static CascadeClassifier open(Path folder, List<Member> members) throws IOException {
    return new CascadeClassifier(CascadeTiers.read(folder.resolve(CASCADE), members));
  }

  @Override
  public List<String> labels() {
    return ClassProbabilities.OWN_LABELS;
  }

  @Override
  public List<TierAnswer> first(List<Question> questions) {
    requireOpen();
    double[][][] evidence = new double[questions.size()][tiers.inputs()][];
    List<OptionalDouble> unknown =
        new ArrayList<>(Collections.nCopies(questions.size(), OptionalDouble.empty()));
    for (CascadeTiers.LinearMember member : tiers.linear()) {
      List<Integer> asked = new ArrayList<>();
      for (int i = 0; i < questions.size(); i++) {
        if (questions.get(i).share(member.language()) > 0) {
          asked.add(i);
        }
      }
      if (!asked.isEmpty()) {
        List<Judgement> said = member.model().judge(asked.stream().map(questions::get).toList());
        for (int i = 0; i < asked.size(); i++) {
          int place = asked.get(i);
          evidence[place][member.input()] = logarithms(said.get(i).classes());
          if (member == decider(questions.get(place))) {
            unknown.set(place, said.get(i).unknownNgrams());
          }
        }
      }
    }
    List<TierAnswer> answers = new ArrayList<>(questions.size());
    for (int i = 0; i < questions.size(); i++) {
      answers.add(linearAnswer(questions.get(i), evidence[i], unknown.get(i)));
    }
    return answers;
  }

  private TierAnswer linearAnswer(
      Question question, double[][] evidence, OptionalDouble unknownNgrams) {
    CascadeTiers.TierRules rules = tiers.linearRules();
    ClassProbabilities classes = rules.rules().decide(question, evidence);
    boolean blank = question.text().isBlank();
    return new TierAnswer(
        new Judgement(classes, Map.of(), decider(question).id(), unknownNgrams),
        0,
        blank || rules.isReliable(question, classes.offensiveProbability()),
        evidence);
  }

  /** The linear model of the language with the greatest share. */
  private CascadeTiers.LinearMember decider(Question question) {
    return tiers.linear().stream()
        .max(Comparator.comparingDouble(member -> question.share(member.language())))
        .orElseThrow();
  }

  private static double[] logarithms(ClassProbabilities classes) {
    double[] logarithms = new double[classes.labels().size()];
    for (int k = 0; k < logarithms.length; k++) {
      logarithms[k] = Math.log(Math.max(classes.probabilities().get(k), LEAST_PROBABILITY));
    }
    return logarithms;
  }

  @Override
  public List<TierAnswer> better(List<Question> questions, List<TierAnswer> answers) {
    requireOpen();
    List<TierAnswer> better = new ArrayList<>(answers);
    for (int tier = 0; tier < tiers.encoders().size(); tier++) {
      List<Integer> asked = new ArrayList<>();
      for (int i = 0; i < answers.size(); i++) {
        if (answers.get(i).tier() == tier) {
          asked.add(i);
        }
      }
      if (!asked.isEmpty()) {
        List<@Nullable EncoderAnswer> read =
            tiers.encoders().get(tier).model().read(asked.stream().map(questions::get).toList());
        for (int i = 0; i < asked.size(); i++) {
          int place = asked.get(i);
          better.set(place, better(questions.get(place), answers.get(place), read.get(i)));
        }
      }
    }
    return better;
  }

  private TierAnswer better(Question question, TierAnswer before, @Nullable EncoderAnswer read) {
    CascadeTiers.EncoderTier tier = tiers.encoders().get(before.tier());
    int number = before.tier() + 1;
    OptionalDouble unknown = before.judgement().unknownNgrams();
    if (read == null) {
      Judgement blank = new Judgement(EncoderClassifier.blank(), Map.of(), tier.id(), unknown);
      return new TierAnswer(blank, number, true, before.evidence());
    }
    double[][] evidence = before.evidence().clone();
    System.arraycopy(read.classes(), 0, evidence, tier.firstInput(), read.classes().length);
    ClassProbabilities classes = tier.rules().rules().decide(question, evidence);
    return new TierAnswer(
        new Judgement(classes, tier.model().categories(question, read), tier.id(), unknown),
        number,
        number == tiers.encoders().size()
            || tier.rules().isReliable(question, classes.offensiveProbability()),
        evidence);
  }

  /**
   * Explains the answer of the cascade: where the linear model decided, its n-grams by the
   * calibrated scale; where the encoder did, the words. The decisive words are those without which
   * the cascade would not flag.
   */
  @Override
  public Explanation explain(Question question, float threshold) {
    String text = question.text();
    Explanation byWords =
        new OcclusionExplainer(texts -> classes(question, texts)).explain(text, threshold);
    if (!first(List.of(question)).getFirst().isFinal() || text.isBlank()) {
      return byWords;
    }
    CascadeTiers.LinearMember member = decider(question);
    Explanation linear = member.model().explain(text, threshold);
    return tiers.calibrated(linear, member, byWords.decisive());
  }

  @Override
  public Explanation explain(String text, float threshold) {
    return explain(Question.inAnyLanguage(text), threshold);
  }

  private List<ClassProbabilities> classes(Question question, List<String> texts) {
    return judge(texts.stream().map(question::with).toList()).stream()
        .map(Judgement::classes)
        .toList();
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("classifier: closed (expected: open)");
    }
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      tiers.close();
    }
  }
}

package chatwarden.inference.cascade;

import chatwarden.inference.classifier.ClassProbabilities;
import chatwarden.inference.classifier.Classifier;
import chatwarden.inference.classifier.Explanation;
import chatwarden.inference.classifier.Judgement;
import chatwarden.inference.classifier.OcclusionExplainer;
import chatwarden.inference.classifier.Question;
import chatwarden.inference.encoder.ChatEncoder;
import chatwarden.inference.encoder.EncoderAnswer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * The encoder alone as a classifier: the scores of its heads, calibrated by language, and the kinds
 * of abuse as categories.
 */
public final class EncoderClassifier implements Classifier {
  /** The file of the rules within a model's folder. */
  public static final String CALIBRATION = "calibration.json";

  private final ChatEncoder encoder;
  private final LanguageRules rules;
  private final List<CategoryRule> categories;
  private volatile boolean closed;

  private EncoderClassifier(
      ChatEncoder encoder, LanguageRules rules, List<CategoryRule> categories) {
    this.encoder = encoder;
    this.rules = rules;
    this.categories = categories;
  }

  /**
   * Opens the model in {@code folder}.
   *
   * @throws IOException if a file is missing, or they do not fit each other
   */
  public static EncoderClassifier open(Path folder) throws IOException {
    RuleFile file = RuleFile.read(folder.resolve(CALIBRATION));
    ChatEncoder encoder = ChatEncoder.open(folder);
    try {
      Map<String, LanguageRule> rules =
          file.rules(file.root(), encoder.facts().heads(), ClassProbabilities.OWN_LABELS.size());
      return new EncoderClassifier(
          encoder,
          new LanguageRules(ClassProbabilities.OWN_LABELS, rules),
          file.categories(encoder.facts().kinds()));
    } catch (IOException | RuntimeException e) {
      encoder.close();
      throw e;
    }
  }

  @Override
  public List<String> labels() {
    return ClassProbabilities.OWN_LABELS;
  }

  /** Returns the names of the encoder's heads, in the order of {@link EncoderAnswer#classes}. */
  public List<String> heads() {
    return encoder.facts().heads();
  }

  /** Returns the scores of every text, in their order; null for a blank one. */
  List<@Nullable EncoderAnswer> read(List<Question> questions) {
    if (closed) {
      throw new IllegalStateException("classifier: closed (expected: open)");
    }
    return encoder.read(questions.stream().map(Question::text).toList());
  }

  /** Returns the categories by {@code answer}: those tested in a language that is asked about. */
  Map<String, Float> categories(Question question, EncoderAnswer answer) {
    Map<String, Float> found = new HashMap<>();
    for (CategoryRule category : categories) {
      double share = category.languages().stream().mapToDouble(question::share).sum();
      if (share >= 0.5) {
        found.put(category.name(), category.probability(answer.kinds()));
      }
    }
    return found;
  }

  @Override
  public List<Judgement> judge(List<Question> questions) {
    List<@Nullable EncoderAnswer> answers = read(questions);
    List<Judgement> judgements = new ArrayList<>(questions.size());
    for (int i = 0; i < questions.size(); i++) {
      EncoderAnswer answer = answers.get(i);
      judgements.add(
          answer == null
              ? Judgement.of(blank())
              : new Judgement(
                  rules.decide(questions.get(i), answer.classes()),
                  categories(questions.get(i), answer),
                  "",
                  OptionalDouble.empty()));
    }
    return judgements;
  }

  /**
   * Returns for each text how likely it is offensive, and how likely a part of it is.
   *
   * @param spanHeads the head for the parts of a text, by its language
   */
  public List<TextOpinion> opinions(List<Question> questions, Map<String, String> spanHeads) {
    List<@Nullable EncoderAnswer> answers = read(questions);
    List<TextOpinion> opinions = new ArrayList<>(questions.size());
    for (int i = 0; i < questions.size(); i++) {
      Question question = questions.get(i);
      EncoderAnswer answer = answers.get(i);
      opinions.add(
          answer == null
              ? new TextOpinion(0, 0)
              : new TextOpinion(
                  rules.decide(question, answer.classes()).offensiveProbability(),
                  spanProbability(answer, spanHeads.get(question.likelierLanguage()))));
    }
    return opinions;
  }

  private double spanProbability(EncoderAnswer answer, @Nullable String head) {
    int number = head == null ? -1 : heads().indexOf(head);
    return number < 0 || answer.spans().length == 0
        ? 1
        : 1 / (1 + Math.exp(-answer.spans()[number]));
  }

  /** Returns the answer to a text without a visible character. */
  static ClassProbabilities blank() {
    return new ClassProbabilities(
        ClassProbabilities.OWN_LABELS, List.of(1f, 0f, 0f), ClassProbabilities.CLEAN);
  }

  @Override
  public List<ClassProbabilities> classify(List<String> texts) {
    return judge(texts.stream().map(Question::inAnyLanguage).toList()).stream()
        .map(Judgement::classes)
        .toList();
  }

  @Override
  public Explanation explain(String text, float threshold) {
    return explain(Question.inAnyLanguage(text), threshold);
  }

  @Override
  public Explanation explain(Question question, float threshold) {
    return new OcclusionExplainer(
            texts ->
                judge(texts.stream().map(question::with).toList()).stream()
                    .map(Judgement::classes)
                    .toList())
        .explain(question.text(), threshold);
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      encoder.close();
    }
  }
}

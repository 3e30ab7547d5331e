package chatwarden.inference.cascade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import chatwarden.inference.cascade.CascadeClassifier.Member;
import chatwarden.inference.classifier.ClassProbabilities;
import chatwarden.inference.classifier.Classifier;
import chatwarden.inference.classifier.Explanation;
import chatwarden.inference.classifier.Explanation.DecisiveWords;
import chatwarden.inference.classifier.Explanation.Ngram;
import chatwarden.inference.classifier.Judgement;
import chatwarden.inference.classifier.Question;
import chatwarden.text.CodePointRange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With linear models that go by one word, and the encoder of random weights. */
final class CascadeClassifierTest {

  private static final Path ENCODER = Path.of("src/test/resources/encoder");

  private static final String TIERS =
      """
      {"tiers": [
        {"models": {"vi": "vi-linear", "en": "en-linear"},
         "rules": {
           "vi": {"inputs": ["vi-linear"], "weights": [1], "biases": [0, 0, 0], "offsets": [0, 0, 0]},
           "en": {"inputs": ["en-linear"], "weights": [1], "biases": [0, 0, 0], "offsets": [0, 0, 0]}},
         "alone": {"vi": [[0, 0.1], [0.9, 1]], "en": [[0, 0.1]]}},
        {"model": "chat-encoder",
         "rules": {
           "vi": {"inputs": ["vi-linear", "chat-encoder/vihsd"], "weights": [0.5, 0.5],
                  "biases": [0, 0, 0], "offsets": [0, 0, 0]},
           "en": {"inputs": ["chat-encoder/all"], "weights": [1],
                  "biases": [0, 0, 0], "offsets": [0, 0, 0]}}}]}
      """;

  private static final String CALIBRATION =
      """
      {"rules": {
         "vi": {"inputs": ["vihsd"], "weights": [1], "biases": [0, 0, 0], "offsets": [0, 0, 0]},
         "en": {"inputs": ["all"], "weights": [1], "biases": [0, 0, 0], "offsets": [0, 0, 0]}},
       "categories": [{"name": "threat", "slope": 2, "bias": -1, "languages": ["en"]}]}
      """;

  /** Finds "sure" offensive, "fine" clean, and all else in doubt. */
  private record OfOneWord(List<Integer> asked) implements Classifier {

    @Override
    public List<String> labels() {
      return ClassProbabilities.OWN_LABELS;
    }

    @Override
    public List<ClassProbabilities> classify(List<String> texts) {
      asked.add(texts.size());
      return texts.stream().map(OfOneWord::classify).toList();
    }

    private static ClassProbabilities classify(String text) {
      if (text.contains("sure")) {
        return new ClassProbabilities(
            ClassProbabilities.OWN_LABELS, List.of(.05f, .9f, .05f), "OFFENSIVE");
      }
      return text.contains("fine")
          ? new ClassProbabilities(
              ClassProbabilities.OWN_LABELS, List.of(.96f, .03f, .01f), "CLEAN")
          : new ClassProbabilities(ClassProbabilities.OWN_LABELS, List.of(.6f, .3f, .1f), "CLEAN");
    }

    @Override
    public Explanation explain(String text, float threshold) {
      CodePointRange all = new CodePointRange(0, text.codePointCount(0, text.length()));
      return new Explanation(
          "OFFENSIVE",
          2.9,
          -1,
          List.of(new Ngram(all, 3.9)),
          0,
          new DecisiveWords(List.of(all), true, .1f));
    }

    @Override
    public void close() {}
  }

  private static CascadeClassifier open(Path folder, String tiers) throws IOException {
    for (String file : List.of("encoder.onnx", "tokenizer.json", "encoder.json")) {
      Files.copy(ENCODER.resolve(file), folder.resolve(file));
    }
    Files.writeString(folder.resolve(EncoderClassifier.CALIBRATION), CALIBRATION);
    Files.writeString(folder.resolve(CascadeClassifier.CASCADE), tiers);
    EncoderClassifier encoder = EncoderClassifier.open(folder);
    try {
      return CascadeClassifier.open(
          folder,
          List.of(
              new Member("vi-linear@3", new OfOneWord(new ArrayList<>())),
              new Member("en-linear@6", new OfOneWord(new ArrayList<>())),
              new Member("chat-encoder@1", encoder)));
    } catch (IOException | RuntimeException e) {
      encoder.close();
      throw e;
    }
  }

  private static Judgement judge(CascadeClassifier cascade, Question question) {
    return cascade.judge(List.of(question)).getFirst();
  }

  @Test
  void theLinearModelAnswersAloneInItsBins(@TempDir Path folder) throws IOException {
    try (CascadeClassifier cascade = open(folder, TIERS)) {
      Judgement clean = judge(cascade, Question.in("vi", "fine"));
      Judgement offensive = judge(cascade, Question.in("vi", "sure"));

      assertThat(clean.tier()).isEqualTo("vi-linear@3");
      assertThat(clean.classes().label()).isEqualTo("CLEAN");
      assertThat(offensive.tier()).isEqualTo("vi-linear@3");
      assertThat(offensive.classes().offensiveProbability()).isCloseTo(.95f, within(1e-4f));
      assertThat(judge(cascade, Question.in("en", "sure")).tier()).isEqualTo("chat-encoder@1");
      assertThat(judge(cascade, Question.in("en", "fine")).tier()).isEqualTo("en-linear@6");
    }
  }

  @Test
  void theEncoderDecidesInTheRest(@TempDir Path folder) throws IOException {
    try (CascadeClassifier cascade = open(folder, TIERS);
        EncoderClassifier encoder = EncoderClassifier.open(folder)) {
      Question question = Question.in("en", "good night all");
      Judgement judgement = judge(cascade, question);

      assertThat(judgement.tier()).isEqualTo("chat-encoder@1");
      assertThat(judgement.classes())
          .isEqualTo(encoder.judge(List.of(question)).getFirst().classes());
      assertThat(judgement.categories()).containsOnlyKeys("threat");
      assertThat(judge(cascade, Question.in("vi", "đồ ngu")).categories()).isEmpty();
    }
  }

  @Test
  void eachEncoderDecidesInItsBins(@TempDir Path folder) throws IOException {
    String rule =
        "{\"inputs\": [\"%s/all\"], \"weights\": [1], \"biases\": [0, 0, 0], \"offsets\": [0, 0,"
            + " 0]}";
    String small =
        "{\"model\": \"small\", \"rules\": {\"en\": %s}, \"alone\": {\"en\": [[0, %s]]}},"
            + " {\"model\": \"chat-encoder\"";
    List<Question> questions =
        Stream.of("good night all", "you are stupid", "kill the dragon first", "fine")
            .map(text -> Question.in("en", text))
            .toList();
    try (CascadeClassifier two = open(folder, TIERS)) {
      List<Judgement> before = two.judge(questions);
      double middle = before.get(1).classes().offensiveProbability();
      String tiers =
          TIERS.replace(
              "{\"model\": \"chat-encoder\"", small.formatted(rule.formatted("small"), middle));
      Files.writeString(folder.resolve(CascadeClassifier.CASCADE), tiers);
      EncoderClassifier first = EncoderClassifier.open(folder);
      EncoderClassifier second = EncoderClassifier.open(folder);
      Classifier linear = new OfOneWord(new ArrayList<>());
      try (CascadeClassifier three =
          CascadeClassifier.open(
              folder,
              List.of(
                  new Member("vi-linear@3", linear),
                  new Member("en-linear@6", linear),
                  new Member("small@2", first),
                  new Member("chat-encoder@1", second)))) {
        List<Judgement> after = three.judge(questions);

        assertThat(after.get(3).tier()).isEqualTo("en-linear@6");
        for (int i = 0; i < 3; i++) {
          boolean sure = before.get(i).classes().offensiveProbability() < middle;
          assertThat(after.get(i).tier()).isEqualTo(sure ? "small@2" : "chat-encoder@1");
          assertThat(after.get(i).classes()).isEqualTo(before.get(i).classes());
        }
      }
    }
  }

  @Test
  void inDoubtBothLanguagesAreAskedAndCountByTheirShares(@TempDir Path folder) throws IOException {
    try (CascadeClassifier cascade = open(folder, TIERS)) {
      String text = "good night all";
      float vietnamese = judge(cascade, new Question(text, 1)).classes().offensiveProbability();
      float english = judge(cascade, new Question(text, 0)).classes().offensiveProbability();
      float both = judge(cascade, new Question(text, 0.25)).classes().offensiveProbability();

      assertThat(both).isCloseTo(0.25f * vietnamese + 0.75f * english, within(1e-4f));
      assertThat(judge(cascade, new Question("sure", 0.5)).tier()).isEqualTo("chat-encoder@1");
      assertThat(judge(cascade, new Question("fine", 0.6)).tier()).isEqualTo("vi-linear@3");
    }
  }

  @Test
  void anAnswerDoesNotDependOnTheOtherTexts(@TempDir Path folder) throws IOException {
    List<Question> questions = new ArrayList<>();
    for (String text :
        List.of("fine", "good night all", "đồ ngu", "sure", " ", "kill the dragon first")) {
      questions.add(Question.inAnyLanguage(text));
      questions.add(Question.in("en", text));
    }
    try (CascadeClassifier cascade = open(folder, TIERS)) {
      assertThat(cascade.judge(questions))
          .containsExactlyElementsOf(questions.stream().map(q -> judge(cascade, q)).toList());
    }
  }

  @Test
  void explainsForTheTierThatDecided(@TempDir Path folder) throws IOException {
    try (CascadeClassifier cascade = open(folder, TIERS)) {
      Explanation ofLinear = cascade.explain("sure là vậy đó nha mọi người", .3f);
      Explanation ofEncoder = cascade.explain("you are stupid", .01f);

      assertThat(ofLinear.ngrams())
          .singleElement()
          .satisfies(ngram -> assertThat(ngram.contribution()).isCloseTo(3.9, within(1e-6)));
      assertThat(ofEncoder.bias()).isZero();
      assertThat(ofEncoder.ngrams()).hasSize(3);
    }
  }

  @Test
  void aTierThatIsMissingIsNamed(@TempDir Path folder) {
    assertThatThrownBy(
            () -> open(folder, TIERS.replace("\"en\": \"en-linear\"", "\"en\": \"other\"")).close())
        .isInstanceOf(IOException.class)
        .hasMessageContaining(
            "model other (expected: one of [vi-linear@3, en-linear@6, chat-encoder@1]");
  }
}

package chatwarden.classifier.server;

import chatwarden.classifier.v1.ClassifiedText;
import chatwarden.classifier.v1.ClassifierServiceGrpc;
import chatwarden.classifier.v1.ClassifyTextsRequest;
import chatwarden.classifier.v1.ClassifyTextsResponse;
import chatwarden.classifier.v1.StreamClassificationsRequest;
import chatwarden.classifier.v1.StreamClassificationsResponse;
import chatwarden.classifier.v1.StreamingClassifyTextsRequest;
import chatwarden.classifier.v1.StreamingClassifyTextsResponse;
import chatwarden.classifier.v1.TextToClassify;
import chatwarden.inference.classifier.ClassProbabilities;
import chatwarden.inference.classifier.Classifier;
import chatwarden.inference.classifier.Judgement;
import chatwarden.inference.classifier.TieredClassifier.TierAnswer;
import chatwarden.runtime.error.InvalidInputException;
import chatwarden.runtime.limit.FieldRules;
import chatwarden.serving.door.Answer;
import chatwarden.serving.door.DecidedAnswers;
import chatwarden.serving.door.InferenceService;
import chatwarden.serving.door.InferenceService.FirstAnswers;
import chatwarden.serving.door.StreamSettings;
import chatwarden.serving.door.Streams;
import chatwarden.serving.door.TextCall;
import chatwarden.serving.door.UnaryAnswer;
import chatwarden.type.v1.Classification;
import chatwarden.type.v1.Label;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** The ClassifierService: translates between protobuf and the models, and delegates the rest. */
final class ClassifierGrpcService extends ClassifierServiceGrpc.ClassifierServiceImplBase {

  /** From which streams flag, unless they say otherwise. */
  static final float DEFAULT_THRESHOLD =
      FieldRules.defaultNumber(ClassifyTextsRequest.getDescriptor(), "explain_threshold");

  /** Improves what the first tier is not sure of. */
  static final ClassifierQuestion USUAL_QUESTION = new ClassifierQuestion(false);

  private static final ClassifierQuestion TO_EVERY_TIER = new ClassifierQuestion(true);

  private final InferenceService<Classifier, TierAnswer> texts;
  private final Streams streams;

  ClassifierGrpcService(InferenceService<Classifier, TierAnswer> texts, Streams streams) {
    this.texts = texts;
    this.streams = streams;
  }

  @Override
  public void classifyTexts(
      ClassifyTextsRequest request, StreamObserver<ClassifyTextsResponse> responses) {
    UnaryAnswer.send(responses, () -> answer(request, call(request)));
  }

  @Override
  public StreamObserver<StreamingClassifyTextsRequest> streamingClassifyTexts(
      StreamObserver<StreamingClassifyTextsResponse> responses) {
    StreamSettings settings = new StreamSettings();
    return streams.open(
        responses,
        request ->
            answer(
                    request.getRequest(),
                    settings.apply(request.getRequestId(), call(request.getRequest())))
                .thenApply(
                    response ->
                        StreamingClassifyTextsResponse.newBuilder()
                            .setRequestId(request.getRequestId())
                            .setResponse(response)
                            .build()));
  }

  @Override
  public void streamClassifications(
      StreamClassificationsRequest request,
      StreamObserver<StreamClassificationsResponse> responses) {
    TextCall call = call(request.getCommentsList(), request.getLanguage(), request.getModel());
    streams.answer(responses, call, new DecidedClassifications(request.getUpdates()));
  }

  /** Answers a stream of classifications. */
  private final class DecidedClassifications
      implements DecidedAnswers<TierAnswer, StreamClassificationsResponse> {

    private final boolean updates;

    DecidedClassifications(boolean updates) {
      this.updates = updates;
    }

    @Override
    public CompletionStage<List<Answer<TierAnswer>>> ask(
        TextCall part, FirstAnswers<TierAnswer> first) {
      return texts.ask(part, first);
    }

    @Override
    public StreamClassificationsResponse message(
        int place, Answer<TierAnswer> answer, boolean isFinal) {
      return StreamClassificationsResponse.newBuilder()
          .setIndex(place)
          .setClassification(classifiedText(answer))
          .setProvisional(!isFinal)
          .build();
    }

    @Override
    public boolean withUpdates() {
      return updates;
    }
  }

  private static TextCall call(ClassifyTextsRequest request) {
    return call(request.getCommentsList(), request.getLanguage(), request.getModel());
  }

  private static TextCall call(List<TextToClassify> comments, String language, String model) {
    return new TextCall(
        comments.stream().map(TextToClassify::getId).toList(),
        comments.stream().map(TextToClassify::getText).toList(),
        language,
        model);
  }

  private CompletionStage<ClassifyTextsResponse> answer(
      ClassifyTextsRequest request, TextCall call) {
    if (request.getExplain()) {
      float threshold = threshold(request);
      return texts
          .ask(call, new ExplainedQuestion(threshold))
          .thenApply(answers -> response(answers, ClassifierGrpcService::explainedText));
    }
    ClassifierQuestion question = request.getCategories() ? TO_EVERY_TIER : USUAL_QUESTION;
    return texts
        .ask(call, question)
        .thenApply(answers -> response(answers, ClassifierGrpcService::classifiedText));
  }

  private static float threshold(ClassifyTextsRequest request) {
    if (!request.hasExplainThreshold()) {
      return DEFAULT_THRESHOLD;
    }
    float threshold = request.getExplainThreshold();
    if (!(threshold > 0 && threshold <= 1)) {
      throw InvalidInputException.of("explain_threshold", "must be above 0 and at most 1");
    }
    return threshold;
  }

  private static <R> ClassifyTextsResponse response(
      List<Answer<R>> answers, Function<Answer<R>, ClassifiedText> translation) {
    ClassifyTextsResponse.Builder response = ClassifyTextsResponse.newBuilder();
    answers.forEach(answer -> response.addClassifications(translation.apply(answer)));
    return response.build();
  }

  private static ClassifiedText classifiedText(Answer<TierAnswer> answer) {
    return classified(answer, answer.result().judgement()).build();
  }

  private static ClassifiedText explainedText(Answer<ExplainedText> answer) {
    return classified(answer, answer.result().judgement())
        .setExplanation(answer.result().message(answer.text()))
        .build();
  }

  private static ClassifiedText.Builder classified(Answer<?> answer, Judgement judgement) {
    ClassProbabilities classes = judgement.classes();
    Classification.Builder classification =
        Classification.newBuilder()
            .setLabel(Label.valueOf(classes.label()))
            .setOffensiveProbability(classes.offensiveProbability())
            .setModel(answer.model())
            .setTier(judgement.tier())
            .setLanguage(answer.language())
            .putAllCategories(judgement.categories());
    judgement
        .unknownNgrams()
        .ifPresent(share -> classification.setUnknownNgramShare((float) share));
    for (int i = 0; i < classes.labels().size(); i++) {
      classification.putProbabilities(classes.labels().get(i), classes.probabilities().get(i));
    }
    return ClassifiedText.newBuilder().setId(answer.id()).setClassification(classification);
  }
}

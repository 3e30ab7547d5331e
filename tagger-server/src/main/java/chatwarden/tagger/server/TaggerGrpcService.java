package chatwarden.tagger.server;

import chatwarden.inference.tagger.SpanTagger;
import chatwarden.inference.tagger.SpanTagging;
import chatwarden.inference.tagger.TaggedSpan;
import chatwarden.serving.door.Answer;
import chatwarden.serving.door.DecidedAnswers;
import chatwarden.serving.door.InferenceService;
import chatwarden.serving.door.InferenceService.FirstAnswers;
import chatwarden.serving.door.StreamSettings;
import chatwarden.serving.door.Streams;
import chatwarden.serving.door.TextCall;
import chatwarden.serving.door.UnaryAnswer;
import chatwarden.tagger.v1.StreamTaggingsRequest;
import chatwarden.tagger.v1.StreamTaggingsResponse;
import chatwarden.tagger.v1.StreamingTagSpansRequest;
import chatwarden.tagger.v1.StreamingTagSpansResponse;
import chatwarden.tagger.v1.TagSpansRequest;
import chatwarden.tagger.v1.TagSpansResponse;
import chatwarden.tagger.v1.TaggedText;
import chatwarden.tagger.v1.TaggerServiceGrpc;
import chatwarden.tagger.v1.TextToTag;
import chatwarden.type.v1.Span;
import chatwarden.type.v1.Tagging;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** The TaggerService: translates between protobuf and the models, and delegates the rest. */
final class TaggerGrpcService extends TaggerServiceGrpc.TaggerServiceImplBase {

  private final InferenceService<SpanTagger, SpanTagging> texts;
  private final Streams streams;

  TaggerGrpcService(InferenceService<SpanTagger, SpanTagging> texts, Streams streams) {
    this.texts = texts;
    this.streams = streams;
  }

  @Override
  public void tagSpans(TagSpansRequest request, StreamObserver<TagSpansResponse> responses) {
    UnaryAnswer.send(responses, () -> answer(request, call(request)));
  }

  @Override
  public StreamObserver<StreamingTagSpansRequest> streamingTagSpans(
      StreamObserver<StreamingTagSpansResponse> responses) {
    StreamSettings settings = new StreamSettings();
    return streams.open(
        responses,
        request ->
            answer(
                    request.getRequest(),
                    settings.apply(request.getRequestId(), call(request.getRequest())))
                .thenApply(
                    response ->
                        StreamingTagSpansResponse.newBuilder()
                            .setRequestId(request.getRequestId())
                            .setResponse(response)
                            .build()));
  }

  @Override
  public void streamTaggings(
      StreamTaggingsRequest request, StreamObserver<StreamTaggingsResponse> responses) {
    streams.answer(
        responses,
        call(request.getCommentsList(), request.getLanguage(), request.getModel()),
        new DecidedTaggings());
  }

  /** Answers a stream of taggings. */
  private final class DecidedTaggings
      implements DecidedAnswers<SpanTagging, StreamTaggingsResponse> {

    @Override
    public CompletionStage<List<Answer<SpanTagging>>> ask(
        TextCall part, FirstAnswers<SpanTagging> first) {
      return texts.ask(part, first);
    }

    @Override
    public StreamTaggingsResponse message(int place, Answer<SpanTagging> answer, boolean isFinal) {
      return StreamTaggingsResponse.newBuilder()
          .setIndex(place)
          .setTagging(taggedText(answer))
          .build();
    }
  }

  private static TextCall call(TagSpansRequest request) {
    return call(request.getCommentsList(), request.getLanguage(), request.getModel());
  }

  private static TextCall call(List<TextToTag> comments, String language, String model) {
    return new TextCall(
        comments.stream().map(TextToTag::getId).toList(),
        comments.stream().map(TextToTag::getText).toList(),
        language,
        model);
  }

  private CompletionStage<TagSpansResponse> answer(TagSpansRequest request, TextCall call) {
    return texts
        .ask(
            call, request.getOffensive() ? TaggerQuestion.OF_OFFENSIVE_TEXTS : TaggerQuestion.USUAL)
        .thenApply(TaggerGrpcService::response);
  }

  private static TagSpansResponse response(List<Answer<SpanTagging>> answers) {
    TagSpansResponse.Builder response = TagSpansResponse.newBuilder();
    answers.forEach(answer -> response.addTaggings(taggedText(answer)));
    return response.build();
  }

  private static TaggedText taggedText(Answer<SpanTagging> answer) {
    Tagging.Builder tagging =
        Tagging.newBuilder().setCoverage(answer.result().coverage()).setModel(answer.model());
    String text = answer.text();
    int codePoint = 0;
    int index = 0;
    for (TaggedSpan span : answer.result().spans()) {
      int start = text.offsetByCodePoints(index, span.start() - codePoint);
      int end = text.offsetByCodePoints(start, span.length());
      tagging.addSpans(
          Span.newBuilder()
              .setStart(span.start())
              .setEnd(span.end())
              .setText(text.substring(start, end))
              .setScore(span.score()));
      codePoint = span.end();
      index = end;
    }
    return TaggedText.newBuilder().setId(answer.id()).setTagging(tagging).build();
  }
}

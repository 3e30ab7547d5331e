package chatwarden.rewriter.server;

import chatwarden.inference.rewriter.RewriteCandidate;
import chatwarden.inference.rewriter.Rewriter;
import chatwarden.inference.rewriter.Rewriting;
import chatwarden.rewriter.v1.RewriteTextRequest;
import chatwarden.rewriter.v1.RewriteTextResponse;
import chatwarden.rewriter.v1.RewriterServiceGrpc;
import chatwarden.rewriter.v1.RewrittenText;
import chatwarden.rewriter.v1.StreamRewritesRequest;
import chatwarden.rewriter.v1.StreamRewritesResponse;
import chatwarden.rewriter.v1.TextToRewrite;
import chatwarden.runtime.limit.FieldRules;
import chatwarden.serving.door.Answer;
import chatwarden.serving.door.DecidedAnswers;
import chatwarden.serving.door.InferenceService;
import chatwarden.serving.door.InferenceService.FirstAnswers;
import chatwarden.serving.door.Streams;
import chatwarden.serving.door.TextCall;
import chatwarden.serving.door.TextLimits;
import chatwarden.serving.door.UnaryAnswer;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** The RewriterService: translates between protobuf and the models, and delegates the rest. */
final class RewriterGrpcService extends RewriterServiceGrpc.RewriterServiceImplBase {

  private static final int MAX_TEXTS =
      FieldRules.most(RewriteTextRequest.getDescriptor(), "comments");

  private final InferenceService<Rewriter, Rewriting> texts;
  private final Streams streams;

  RewriterGrpcService(InferenceService<Rewriter, Rewriting> texts, Streams streams) {
    this.texts = texts;
    this.streams = streams;
  }

  @Override
  public void rewriteText(
      RewriteTextRequest request, StreamObserver<RewriteTextResponse> responses) {
    UnaryAnswer.send(
        responses,
        () -> {
          TextCall call =
              call(request.getCommentsList(), request.getLanguage(), request.getModel());
          TextLimits.check(call, MAX_TEXTS);
          return texts.ask(call).thenApply(RewriterGrpcService::response);
        });
  }

  private static RewriteTextResponse response(List<Answer<Rewriting>> answers) {
    RewriteTextResponse.Builder response = RewriteTextResponse.newBuilder();
    answers.forEach(answer -> response.addRewrites(RewriteMessages.text(answer)));
    return response.build();
  }

  @Override
  public void streamRewrites(
      StreamRewritesRequest request, StreamObserver<StreamRewritesResponse> responses) {
    streams.answer(
        responses,
        call(request.getCommentsList(), request.getLanguage(), request.getModel()),
        new DecidedRewrites());
  }

  private static TextCall call(List<TextToRewrite> comments, String language, String model) {
    return new TextCall(
        comments.stream().map(TextToRewrite::getId).toList(),
        comments.stream().map(TextToRewrite::getText).toList(),
        language,
        model);
  }

  /** Answers a stream: an answer that is not final is a candidate. */
  private final class DecidedRewrites implements DecidedAnswers<Rewriting, StreamRewritesResponse> {

    @Override
    public CompletionStage<List<Answer<Rewriting>>> ask(
        TextCall part, FirstAnswers<Rewriting> first) {
      return texts.ask(part, first);
    }

    @Override
    public StreamRewritesResponse message(int place, Answer<Rewriting> answer, boolean isFinal) {
      StreamRewritesResponse.Builder message = StreamRewritesResponse.newBuilder().setIndex(place);
      if (isFinal) {
        RewrittenText text = RewriteMessages.text(answer);
        return message.setRewrite(text).build();
      }
      RewriteCandidate candidate = answer.result().candidates().getFirst();
      return message.setCandidate(RewriteMessages.candidate(candidate)).build();
    }

    @Override
    public int maxTexts() {
      return MAX_TEXTS;
    }

    @Override
    public boolean withUpdates() {
      return true;
    }
  }
}

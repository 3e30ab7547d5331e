package chatwarden.ingest.stage;

import chatwarden.pipeline.v1.ClassifiedComment;
import chatwarden.rewriter.v1.RewriteTextRequest;
import chatwarden.rewriter.v1.RewriterServiceGrpc;
import chatwarden.rewriter.v1.RewriterServiceGrpc.RewriterServiceBlockingStub;
import chatwarden.rewriter.v1.RewrittenText;
import chatwarden.rewriter.v1.TextToRewrite;
import chatwarden.type.v1.Rewriting;
import chatwarden.type.v1.RewrittenComment;
import io.grpc.Channel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Has comments rewritten, with the priority of backfill. Calls block and belong on virtual threads.
 */
final class RewriterClient {

  private final RewriterServiceBlockingStub stub;
  private final RetryingCall calls;
  private final Duration timeout;

  RewriterClient(Channel channel, RetryingCall calls, Duration timeout) {
    this.stub = RewriterServiceGrpc.newBlockingStub(channel);
    this.calls = calls;
    this.timeout = timeout;
  }

  /**
   * Returns the proposals in the order of the comments; empty where the rewriter is away for longer
   * than {@code patience}. Fails where it refuses one of them.
   */
  Optional<List<RewrittenComment>> rewrite(List<ClassifiedComment> comments, Duration patience)
      throws PermanentFaultException, InterruptedException {
    RewriteTextRequest.Builder request = RewriteTextRequest.newBuilder();
    comments.forEach(
        comment ->
            request.addComments(
                TextToRewrite.newBuilder().setText(comment.getComment().getText())));
    Optional<List<RewrittenText>> answers =
        calls.answerWithin(
            patience,
            () ->
                stub.withDeadlineAfter(timeout.toNanos(), TimeUnit.NANOSECONDS)
                    .rewriteText(request.build())
                    .getRewritesList());
    if (answers.isEmpty()) {
      return Optional.empty();
    }
    if (answers.get().size() != comments.size()) {
      throw new PermanentFaultException("ANSWERS_MISSING", true);
    }
    List<RewrittenComment> rewritten = new ArrayList<>(comments.size());
    for (int i = 0; i < comments.size(); i++) {
      rewritten.add(
          RewrittenComment.newBuilder()
              .setId(comments.get(i).getComment().getId())
              .setRewriting(withBest(answers.get().get(i).getRewriting()))
              .build());
    }
    return Optional.of(rewritten);
  }

  /** Returns the answer with the best candidate alone, which is all that a moderator is shown. */
  private static Rewriting withBest(Rewriting answer) {
    Rewriting.Builder kept = answer.toBuilder().clearCandidates();
    if (answer.getCandidatesCount() > 0) {
      kept.addCandidates(answer.getCandidates(0));
    }
    return kept.build();
  }
}

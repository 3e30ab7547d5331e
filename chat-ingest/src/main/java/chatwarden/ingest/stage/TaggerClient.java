package chatwarden.ingest.stage;

import chatwarden.domain.policy.Allowance;
import chatwarden.pipeline.v1.ClassifiedComment;
import chatwarden.pipeline.v1.TaggedComment;
import chatwarden.runtime.grpc.CallPriority;
import chatwarden.tagger.v1.TagSpansRequest;
import chatwarden.tagger.v1.TaggedText;
import chatwarden.tagger.v1.TaggerServiceGrpc;
import chatwarden.tagger.v1.TaggerServiceGrpc.TaggerServiceBlockingStub;
import chatwarden.tagger.v1.TextToTag;
import chatwarden.type.v1.Span;
import chatwarden.type.v1.Tagging;
import io.grpc.Channel;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Has comments tagged, with the priority of live calls, for as long as it takes. Calls block and
 * belong on virtual threads.
 */
final class TaggerClient {

  private final TaggerServiceBlockingStub stub;
  private final RetryingCall calls;
  private final Duration timeout;

  TaggerClient(Channel channel, RetryingCall calls, Duration timeout) {
    this.stub =
        TaggerServiceGrpc.newBlockingStub(channel).withInterceptors(CallPriority.LIVE.claim());
    this.calls = calls;
    this.timeout = timeout;
  }

  /** Returns all comments in their order; fails where the tagger refuses one of them. */
  List<TaggedComment> tag(List<ClassifiedComment> comments)
      throws PermanentFaultException, InterruptedException {
    List<ClassifiedComment> byModel = comments.stream().filter(TaggerClient::byModel).toList();
    List<ClassifiedComment> byRule =
        comments.stream().filter(comment -> !byModel(comment)).toList();
    Iterator<TaggedText> ofModel = answers(byModel, true).iterator();
    Iterator<TaggedText> ofRule = answers(byRule, false).iterator();
    return comments.stream()
        .map(comment -> join(comment, byModel(comment) ? ofModel.next() : ofRule.next()))
        .toList();
  }

  /** Whether stage 1 found a comment offensive, by a threshold of its chat. */
  private static boolean byModel(ClassifiedComment comment) {
    return switch (comment.getFlagReason()) {
      case FLAG_REASON_UNSPECIFIED, LABEL_THRESHOLD -> true;
      default -> false;
    };
  }

  private List<TaggedText> answers(List<ClassifiedComment> comments, boolean offensive)
      throws PermanentFaultException, InterruptedException {
    if (comments.isEmpty()) {
      return List.of();
    }
    TagSpansRequest request = request(comments, offensive);
    List<TaggedText> answers =
        calls.answer(
            () ->
                stub.withDeadlineAfter(timeout.toNanos(), TimeUnit.NANOSECONDS)
                    .tagSpans(request)
                    .getTaggingsList());
    if (answers.size() != comments.size()) {
      throw new PermanentFaultException("ANSWERS_MISSING", true);
    }
    return answers;
  }

  /** Without ids, which a source may repeat: the answers come in the order of the request. */
  private static TagSpansRequest request(List<ClassifiedComment> comments, boolean offensive) {
    TagSpansRequest.Builder request = TagSpansRequest.newBuilder().setOffensive(offensive);
    for (ClassifiedComment comment : comments) {
      String rest = Allowance.rest(comment.getComment().getText(), comment.getAllowedList());
      request.addComments(TextToTag.newBuilder().setText(rest));
    }
    return request.build();
  }

  /** The part that a block rule matched becomes a span beside those of the tagger. */
  private static TaggedComment join(ClassifiedComment comment, TaggedText answer) {
    Tagging tagging = answer.getTagging();
    if (comment.getMatchedCount() > 0) {
      List<Span> spans = SpanUnion.of(comment.getMatchedList(), tagging.getSpansList());
      tagging =
          tagging.toBuilder()
              .clearSpans()
              .addAllSpans(spans)
              .setCoverage(SpanUnion.coverage(comment.getComment().getText(), spans))
              .build();
    }
    return TaggedComment.newBuilder().setComment(comment).setTagging(tagging).build();
  }
}

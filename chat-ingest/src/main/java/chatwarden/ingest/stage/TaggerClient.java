package chatwarden.ingest.stage;

import chatwarden.domain.policy.TaggingRule;
import chatwarden.pipeline.v1.ClassifiedComment;
import chatwarden.pipeline.v1.TaggedComment;
import chatwarden.runtime.grpc.CallAffinity;
import chatwarden.runtime.grpc.CallPriority;
import chatwarden.tagger.v1.TagSpansRequest;
import chatwarden.tagger.v1.TaggedText;
import chatwarden.tagger.v1.TaggerServiceGrpc;
import chatwarden.tagger.v1.TaggerServiceGrpc.TaggerServiceBlockingStub;
import chatwarden.tagger.v1.TextToTag;
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
    List<ClassifiedComment> byModel = comments.stream().filter(TaggingRule::isByModel).toList();
    List<ClassifiedComment> byRule =
        comments.stream().filter(comment -> !TaggingRule.isByModel(comment)).toList();
    Iterator<TaggedText> ofModel = answers(byModel, true).iterator();
    Iterator<TaggedText> ofRule = answers(byRule, false).iterator();
    return comments.stream()
        .map(
            comment ->
                join(comment, TaggingRule.isByModel(comment) ? ofModel.next() : ofRule.next()))
        .toList();
  }

  private List<TaggedText> answers(List<ClassifiedComment> comments, boolean offensive)
      throws PermanentFaultException, InterruptedException {
    if (comments.isEmpty()) {
      return List.of();
    }
    TagSpansRequest request = request(comments, offensive);
    String chat = comments.getFirst().getComment().getChat();
    List<TaggedText> answers =
        calls.answer(
            () ->
                stub.withDeadlineAfter(timeout.toNanos(), TimeUnit.NANOSECONDS)
                    .withInterceptors(CallAffinity.of(chat))
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
      request.addComments(TextToTag.newBuilder().setText(TaggingRule.text(comment)));
    }
    return request.build();
  }

  private static TaggedComment join(ClassifiedComment comment, TaggedText answer) {
    return TaggedComment.newBuilder()
        .setComment(comment)
        .setTagging(TaggingRule.joined(comment, answer.getTagging()))
        .build();
  }
}

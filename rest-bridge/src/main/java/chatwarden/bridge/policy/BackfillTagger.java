package chatwarden.bridge.policy;

import chatwarden.domain.policy.TaggingRule;
import chatwarden.pipeline.v1.ClassifiedComment;
import chatwarden.runtime.error.ChatwardenException;
import chatwarden.runtime.error.FaultCode;
import chatwarden.runtime.grpc.CallPriority;
import chatwarden.runtime.grpc.StatusMapper;
import chatwarden.runtime.limit.FieldRules;
import chatwarden.tagger.v1.TagSpansRequest;
import chatwarden.tagger.v1.TaggedText;
import chatwarden.tagger.v1.TaggerServiceGrpc;
import chatwarden.tagger.v1.TextToTag;
import chatwarden.type.v1.Tagging;
import io.grpc.Channel;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Asks stage 2 with the priority of backfill, as the pipeline does. Calls block and belong on
 * virtual threads; safe for use by many.
 */
final class BackfillTagger {

  private static final int BATCH = FieldRules.most(TagSpansRequest.getDescriptor(), "comments");

  private final Channel channel;
  private final Duration limit;

  /** Asks the server at {@code channel}, each call within {@code limit}. */
  BackfillTagger(Channel channel, Duration limit) {
    this.channel = channel;
    this.limit = limit;
  }

  /** Returns the taggings of flagged comments by their ids, without those that are refused. */
  Map<String, Tagging> tag(List<ClassifiedComment> flagged) {
    Map<String, Tagging> taggings = new HashMap<>();
    for (boolean byModel : List.of(true, false)) {
      List<ClassifiedComment> some =
          flagged.stream().filter(each -> TaggingRule.isByModel(each) == byModel).toList();
      for (int i = 0; i < some.size(); i += BATCH) {
        tag(some.subList(i, Math.min(i + BATCH, some.size())), byModel, taggings);
      }
    }
    return taggings;
  }

  private void tag(List<ClassifiedComment> some, boolean byModel, Map<String, Tagging> taggings) {
    TagSpansRequest.Builder request = TagSpansRequest.newBuilder().setOffensive(byModel);
    some.forEach(
        each -> request.addComments(TextToTag.newBuilder().setText(TaggingRule.text(each))));
    try {
      List<TaggedText> answers =
          TaggerServiceGrpc.newBlockingStub(channel)
              .withInterceptors(CallPriority.BACKFILL.claim())
              .withDeadlineAfter(limit.toNanos(), TimeUnit.NANOSECONDS)
              .tagSpans(request.build())
              .getTaggingsList();
      for (int i = 0; i < Math.min(answers.size(), some.size()); i++) {
        taggings.put(
            some.get(i).getComment().getId(),
            TaggingRule.joined(some.get(i), answers.get(i).getTagging()));
      }
    } catch (StatusRuntimeException e) {
      ChatwardenException fault = StatusMapper.fromStatus(e);
      if (!FaultCode.INVALID_INPUT.isOf(fault)) {
        throw fault;
      }
      for (ClassifiedComment each : some.size() == 1 ? List.<ClassifiedComment>of() : some) {
        tag(List.of(each), byModel, taggings);
      }
    }
  }
}

package chatwarden.store.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import chatwarden.pipeline.v1.ClassifiedBatch;
import chatwarden.pipeline.v1.ClassifiedComment;
import chatwarden.pipeline.v1.TaggedBatch;
import chatwarden.statistics.v1.ChatStatistics;
import chatwarden.statistics.v1.CommentCounts;
import chatwarden.statistics.v1.GetChatStatisticsRequest;
import chatwarden.store.comment.TestChat;
import chatwarden.store.redis.OpenStores;
import chatwarden.type.v1.Label;
import com.google.protobuf.Duration;
import com.google.protobuf.Timestamp;
import java.util.List;
import java.util.function.Predicate;
import org.assertj.core.data.Offset;

/** Records chats, and works out from their messages the counts that statistics must have. */
abstract class StatisticsFixture {

  static final Duration SECOND = Duration.newBuilder().setSeconds(1).build();

  protected abstract OpenStores stores();

  TestChat recorded(String id, int comments) {
    TestChat chat = TestChat.of(id, comments, 0.4);
    for (ClassifiedBatch batch : chat.classifiedBatches(64)) {
      OpenStores.await(stores().comments().record(batch));
    }
    for (TaggedBatch batch : chat.taggedBatches(64)) {
      OpenStores.await(stores().comments().record(batch));
    }
    return chat;
  }

  ChatStatistics read(GetChatStatisticsRequest.Builder request) {
    return stores().statistics().read(StatisticsQuery.of(request.build()));
  }

  static GetChatStatisticsRequest.Builder bySecond(String chat) {
    return GetChatStatisticsRequest.newBuilder().setChat(chat).setBucketSize(SECOND);
  }

  static Timestamp time(TestChat chat, int comment) {
    return chat.comments().get(comment).getComment().getPublishTime();
  }

  static String author(ClassifiedComment comment) {
    return comment.getComment().getAuthor().getId();
  }

  /** What the comments add up to, worked out from the messages. */
  static CommentCounts counts(TestChat chat, Predicate<ClassifiedComment> which) {
    List<ClassifiedComment> counted = chat.comments().stream().filter(which).toList();
    double coverage =
        chat.tagged().stream()
            .filter(tagged -> which.test(tagged.getComment()))
            .mapToDouble(tagged -> tagged.getTagging().getCoverage())
            .sum();
    return CommentCounts.newBuilder()
        .setCommentCount(counted.size())
        .setFlaggedCount((int) counted.stream().filter(ClassifiedComment::getFlagged).count())
        .setCleanCount(labelled(counted, Label.CLEAN))
        .setNotJudgedCount(labelled(counted, Label.NOT_JUDGED))
        .setOffensiveCount(labelled(counted, Label.OFFENSIVE))
        .setHateCount(labelled(counted, Label.HATE))
        .setMeanCoverage((float) (coverage / counted.size()))
        .build();
  }

  private static int labelled(List<ClassifiedComment> comments, Label label) {
    return (int) comments.stream().filter(it -> it.getClassification().getLabel() == label).count();
  }

  static void assertSame(CommentCounts counts, CommentCounts expected) {
    assertThat(counts.toBuilder().clearMeanCoverage().build())
        .isEqualTo(expected.toBuilder().clearMeanCoverage().build());
    assertThat(counts.getMeanCoverage())
        .isCloseTo(expected.getMeanCoverage(), Offset.offset(1e-6f));
  }
}

package chatwarden.ingest.stage;

import chatwarden.livechat.v1.WatchCommentsResponse;
import chatwarden.testing.chat.GoldenStages;
import chatwarden.type.v1.Comment;
import com.rabbitmq.client.GetResponse;
import java.util.List;

/** Reads comments, events and dead letters of a test. */
final class StageEvents {
  private StageEvents() {}

  static boolean isFlagged(Comment comment) {
    return GoldenStages.classify(comment).getFlagged();
  }

  static List<String> ids(List<Comment> comments) {
    return comments.stream().map(Comment::getId).toList();
  }

  static List<String> classified(List<WatchCommentsResponse> events) {
    return events.stream()
        .filter(WatchCommentsResponse::hasClassified)
        .map(event -> event.getClassified().getComment().getId())
        .toList();
  }

  static List<String> tagged(List<WatchCommentsResponse> events) {
    return events.stream()
        .filter(WatchCommentsResponse::hasTagged)
        .map(event -> event.getTagged().getComment().getId())
        .toList();
  }

  static String header(GetResponse letter, String name) {
    return String.valueOf(letter.getProps().getHeaders().get(name));
  }
}

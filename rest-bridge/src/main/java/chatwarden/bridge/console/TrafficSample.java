package chatwarden.bridge.console;

import chatwarden.comment.v1.CommentFilter;
import chatwarden.console.v1.ModelTraffic;
import chatwarden.console.v1.TrafficShare;
import chatwarden.livechat.v1.Chat;
import chatwarden.runtime.error.ChatwardenException;
import chatwarden.runtime.error.FaultCode;
import chatwarden.store.comment.CommentQuery;
import chatwarden.store.comment.CommentStore;
import chatwarden.type.v1.Classification;
import chatwarden.type.v1.ModeratedComment;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Counts the labels, tiers and categories of the newest comments. Used by one thread. */
final class TrafficSample {

  private static final int CHATS = 10;
  private static final int COMMENTS = 500;
  private static final float PROBABLE = 0.5f;

  private final Map<String, Integer> labels = new HashMap<>();
  private final Map<String, Integer> tiers = new HashMap<>();
  private final Map<String, Integer> categories = new HashMap<>();
  private int count;

  private TrafficSample() {}

  /** Reads the newest comments of the chats that were started last. */
  static ModelTraffic of(CommentStore comments) {
    TrafficSample sample = new TrafficSample();
    for (Chat chat : comments.chats(CHATS, "").chats()) {
      newest(comments, chat.getId()).forEach(sample::add);
    }
    return sample.traffic();
  }

  private static List<ModeratedComment> newest(CommentStore comments, String chat) {
    try {
      CommentQuery query = new CommentQuery(chat, COMMENTS, "", CommentFilter.getDefaultInstance());
      return comments.list(query).comments();
    } catch (ChatwardenException e) {
      FaultCode.NOT_FOUND.orThrow(e);
      return List.of(); // The chat has just gone.
    }
  }

  private void add(ModeratedComment comment) {
    Classification classification = comment.getClassification();
    count++;
    labels.merge(classification.getLabel().name(), 1, Integer::sum);
    String tier =
        classification.getTier().isEmpty() ? classification.getModel() : classification.getTier();
    if (!tier.isEmpty()) {
      tiers.merge(tier, 1, Integer::sum);
    }
    classification
        .getCategoriesMap()
        .forEach(
            (kind, probability) -> {
              if (probability >= PROBABLE) {
                categories.merge(kind, 1, Integer::sum);
              }
            });
  }

  private ModelTraffic traffic() {
    return ModelTraffic.newBuilder()
        .setCommentCount(count)
        .addAllLabels(shares(labels))
        .addAllTiers(shares(tiers))
        .addAllCategories(shares(categories))
        .build();
  }

  /** The greatest first. */
  private List<TrafficShare> shares(Map<String, Integer> counts) {
    return counts.entrySet().stream()
        .sorted(
            Map.Entry.<String, Integer>comparingByValue()
                .reversed()
                .thenComparing(Map.Entry.comparingByKey()))
        .map(
            each ->
                TrafficShare.newBuilder()
                    .setName(each.getKey())
                    .setCount(each.getValue())
                    .setShare((float) each.getValue() / count)
                    .build())
        .toList();
  }
}

package chatwarden.store.author;

import chatwarden.author.v1.AuthorCard;
import chatwarden.author.v1.DecisionCounts;
import chatwarden.review.v1.Decision;
import chatwarden.store.redis.StoredTime;
import chatwarden.type.v1.Label;
import com.google.protobuf.Timestamp;
import io.lettuce.core.KeyValue;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Counts the comments of an author, the newest first. Used by one thread. */
final class AuthorTally {

  /** The fields of a comment's hash to ask for. */
  static final String[] FIELDS = {
    "publishTime", "label", "flagged", "deleteTime", "review", "reviewMillis"
  };

  private final AuthorCard.Builder card;
  private final Map<Decision, Integer> decisions = new TreeMap<>();
  private final List<Decided> decided = new ArrayList<>();

  /** A comment with a decision, and its millisecond. */
  private record Decided(String id, long millis) {}

  AuthorTally(AuthorCard.Builder card) {
    this.card = card;
  }

  /** Counts a comment; one that has expired is left out. */
  void add(String id, List<KeyValue<String, byte[]>> fields) {
    Timestamp published = StoredTime.read(word(fields, 0));
    if (published == null) {
      return;
    }
    card.setCountedCount(card.getCountedCount() + 1).setFirstPublishTime(published);
    if (!card.hasLastPublishTime()) {
      card.setLastPublishTime(published);
    }
    String label = word(fields, 1);
    if (label.equals(Label.OFFENSIVE.name())) {
      card.setOffensiveCount(card.getOffensiveCount() + 1);
    } else if (label.equals(Label.HATE.name())) {
      card.setHateCount(card.getHateCount() + 1);
    }
    if (word(fields, 2).equals("1")) {
      card.setFlaggedCount(card.getFlaggedCount() + 1);
    }
    if (!word(fields, 3).isEmpty()) {
      card.setDeletedCount(card.getDeletedCount() + 1);
    }
    if (!word(fields, 4).isEmpty()) {
      decisions.merge(Decision.valueOf(word(fields, 4)), 1, Integer::sum);
      decided.add(new Decided(id, Long.parseLong(word(fields, 5))));
    }
  }

  /** Writes the counts of decisions. */
  void close() {
    DecisionCounts counts =
        DecisionCounts.newBuilder()
            .setAllow(decisions.getOrDefault(Decision.ALLOW, 0))
            .setHide(decisions.getOrDefault(Decision.HIDE, 0))
            .setTimeOut(decisions.getOrDefault(Decision.TIME_OUT, 0))
            .setBan(decisions.getOrDefault(Decision.BAN, 0))
            .build();
    card.setDecisions(counts)
        .setStrikeCount(counts.getHide() + counts.getTimeOut() + counts.getBan());
  }

  /** Returns the comments that were decided on last, the newest decision first. */
  List<String> lastDecided(int most) {
    return decided.stream()
        .sorted(Comparator.comparingLong(Decided::millis).reversed())
        .limit(most)
        .map(Decided::id)
        .toList();
  }

  private static String word(List<KeyValue<String, byte[]>> fields, int at) {
    return new String(fields.get(at).getValueOrElse(new byte[0]), StandardCharsets.UTF_8);
  }
}

package chatwarden.store.review;

import chatwarden.review.v1.Decision;
import chatwarden.review.v1.Review;
import chatwarden.store.redis.StoredTime;
import chatwarden.type.v1.ModeratedComment;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** The review of a comment among the fields of the comment's hash. */
final class ReviewHash {

  private ReviewHash() {}

  static Review read(ModeratedComment comment, Map<String, byte[]> hash) {
    Review.Builder review = Review.newBuilder().setComment(comment);
    if (hash.containsKey("review")) {
      review
          .setDecision(Decision.valueOf(word(hash, "review")))
          .setReviewer(word(hash, "reviewer"))
          .setNote(word(hash, "reviewNote"))
          .setGroup(word(hash, "reviewGroup"))
          .setDecideTime(StoredTime.ofMillis(Long.parseLong(word(hash, "reviewMillis"))));
      String timeout = word(hash, "reviewTimeOut");
      if (!timeout.isEmpty()) {
        review.setAuthorTimeout(StoredTime.durationOfMillis(Long.parseLong(timeout)));
      }
    }
    return review.build();
  }

  private static String word(Map<String, byte[]> hash, String field) {
    byte[] value = hash.get(field);
    return value == null ? "" : new String(value, StandardCharsets.UTF_8);
  }
}

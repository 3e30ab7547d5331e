package chatwarden.inference.encoder;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.jspecify.annotations.Nullable;

/**
 * The last answers of an encoder, by a digest of the text: a text that many people post, as in a
 * raid, is read once. Holds no text. Safe for any number of threads.
 */
final class AnswerCache {

  private static final int MOST_ANSWERS = 16_384;

  private final Cache<Key, EncoderAnswer> answers =
      Caffeine.newBuilder().maximumSize(MOST_ANSWERS).build();

  /** The first half of a SHA-256. */
  record Key(long high, long low) {

    /** Returns the key of a text. */
    static Key of(String text) {
      ByteBuffer digest = ByteBuffer.wrap(sha256().digest(text.getBytes(StandardCharsets.UTF_8)));
      return new Key(digest.getLong(), digest.getLong());
    }

    private static MessageDigest sha256() {
      try {
        return MessageDigest.getInstance("SHA-256");
      } catch (NoSuchAlgorithmException e) {
        throw new LinkageError("every Java platform has SHA-256", e);
      }
    }
  }

  /** Returns the answer to the text of a key; null where it is not kept. */
  @Nullable EncoderAnswer find(Key key) {
    return answers.getIfPresent(key);
  }

  /** Keeps an answer, in place of the one that was asked for least. */
  void keep(Key key, EncoderAnswer answer) {
    answers.put(key, answer);
  }
}

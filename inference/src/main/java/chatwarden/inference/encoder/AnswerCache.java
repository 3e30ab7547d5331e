package chatwarden.inference.encoder;

import static java.util.Objects.requireNonNull;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
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

  /**
   * Returns the answers to texts by their keys, without those that have none.
   *
   * @param reader asked once about all texts whose answers are not kept; null for a text without
   */
  Map<Key, EncoderAnswer> answers(
      Map<Key, String> texts, Function<List<String>, List<@Nullable EncoderAnswer>> reader) {
    return answers.getAll(
        texts.keySet(),
        missing -> {
          List<Key> keys = List.copyOf(missing);
          List<@Nullable EncoderAnswer> read =
              reader.apply(keys.stream().map(key -> requireNonNull(texts.get(key))).toList());
          Map<Key, EncoderAnswer> found = new HashMap<>();
          for (int i = 0; i < keys.size(); i++) {
            EncoderAnswer answer = read.get(i);
            if (answer != null) {
              found.put(keys.get(i), answer);
            }
          }
          return found;
        });
  }
}

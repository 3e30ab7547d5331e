package chatwarden.standalone.labels;

import chatwarden.labels.v1.LabelledText;
import chatwarden.text.Normalizer;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Groups rows that may not be parted between training and development: those of one author, and
 * those of one text in normalised form, in chains of any length. It keeps digests, no texts. Used
 * by one thread.
 */
final class RowGroups {

  private final List<Integer> parents = new ArrayList<>();
  private final List<Long> texts = new ArrayList<>();
  private final Map<Long, Integer> byText = new HashMap<>();
  private final Map<String, Integer> byAuthor = new HashMap<>();
  private final Map<Long, Integer> labels = new HashMap<>();

  /**
   * Adds a row, unless one of the same normalised text and label is there.
   *
   * @return whether it was added
   */
  boolean add(LabelledText row) {
    long text = digest(Normalizer.standard().normalize(row.getText()).text());
    int bit = 1 << row.getLabel().getNumber();
    int known = labels.getOrDefault(text, 0);
    if ((known & bit) != 0) {
      return false;
    }
    labels.put(text, known | bit);
    int number = parents.size();
    parents.add(number);
    texts.add(text);
    join(number, byText.computeIfAbsent(text, _ -> number));
    if (!row.getAuthorHash().isEmpty()) {
      join(number, byAuthor.computeIfAbsent(row.getAuthorHash(), _ -> number));
    }
    return true;
  }

  /** Returns how many texts have rows of more than one label. */
  long contradictions() {
    return labels.values().stream().filter(bits -> Integer.bitCount(bits) > 1).count();
  }

  /** Returns how many rows were added. */
  int size() {
    return parents.size();
  }

  /**
   * Chooses the rows of development: whole groups, by their digests, until the share would be
   * exceeded. The same rows give the same choice in any order.
   *
   * @return by the number of the row, whether it is in development
   */
  boolean[] development(double share) {
    Map<Integer, List<Integer>> groups = new HashMap<>();
    for (int row = 0; row < parents.size(); row++) {
      groups.computeIfAbsent(root(row), _ -> new ArrayList<>()).add(row);
    }
    Comparator<List<Integer>> byDigest = Comparator.comparingLong(this::smallestDigest);
    boolean[] chosen = new boolean[parents.size()];
    long room = Math.round(share * parents.size());
    for (List<Integer> group : groups.values().stream().sorted(byDigest).toList()) {
      if (group.size() <= room) {
        room -= group.size();
        group.forEach(row -> chosen[row] = true);
      }
    }
    return chosen;
  }

  private long smallestDigest(List<Integer> group) {
    return group.stream().mapToLong(texts::get).min().orElseThrow();
  }

  private void join(int one, int other) {
    parents.set(root(one), root(other));
  }

  private int root(int row) {
    int at = row;
    while (parents.get(at) != at) {
      parents.set(at, parents.get(parents.get(at)));
      at = parents.get(at);
    }
    return at;
  }

  private static long digest(String text) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      return ByteBuffer.wrap(sha256.digest(text.getBytes(StandardCharsets.UTF_8))).getLong();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}

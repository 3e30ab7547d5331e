package chatwarden.store.archive;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Items of a value.
 *
 * @param first whether they replace all that came before of the key; else they are added to it
 * @param expireMillis the time in ms since 1970 in which the key expires; 0: never
 * @param items as {@link ValueType} says; not copied
 */
record ArchiveRecord(
    String key, ValueType type, boolean first, long expireMillis, List<byte[]> items) {

  ArchiveRecord {
    if (expireMillis < 0) {
      throw new IllegalArgumentException("expireMillis: " + expireMillis + " (expected: >= 0)");
    }
    items = List.copyOf(items);
  }

  /** Returns a member of an index that has others, too. */
  static ArchiveRecord member(String index, String member, String score) {
    return new ArchiveRecord(
        index, ValueType.SORTED_SET, false, 0, List.of(bytes(member), bytes(score)));
  }

  /** Returns the fields of a hash, in their order. */
  static ArchiveRecord hash(String key, long expireMillis, Map<String, byte[]> fields) {
    List<byte[]> items = new ArrayList<>();
    fields.forEach(
        (name, value) -> {
          items.add(bytes(name));
          items.add(value);
        });
    return new ArchiveRecord(key, ValueType.HASH, true, expireMillis, items);
  }

  /** Returns the items of a hash as its fields, in their order. */
  Map<String, byte[]> fields() {
    Map<String, byte[]> fields = new LinkedHashMap<>();
    for (int i = 0; i + 1 < items.size(); i += 2) {
      fields.put(text(items.get(i)), items.get(i + 1));
    }
    return fields;
  }

  static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Returns the word of a field; empty where it is absent. */
  static String word(Map<String, byte[]> fields, String name) {
    byte[] value = fields.get(name);
    return value == null ? "" : text(value);
  }
}

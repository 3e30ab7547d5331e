package chatwarden.store.personal;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Replaces what names an account in entries of an audit log.
 *
 * @param authorId the account's id
 * @param names the names that its comments were shown with
 * @param pseudonym what takes the place of the id
 */
record NameReplacement(String authorId, Set<String> names, String pseudonym) {

  /** Shorter names are words of any note. */
  private static final int SHORTEST_NAME = 4;

  private static final String ERASED = "[erased]";

  NameReplacement {
    names = Set.copyOf(names);
  }

  /** Returns the fields without the names; the same object where they have none. */
  Map<String, byte[]> entry(Map<String, byte[]> fields) {
    boolean isOfAccount = word(fields, "authorId").equals(authorId);
    String note = word(fields, "note");
    // A note on a comment of the account may quote it.
    String changed = isOfAccount ? "" : text(note);
    if (!isOfAccount && changed.equals(note)) {
      return fields;
    }
    Map<String, byte[]> others = new LinkedHashMap<>(fields);
    others.put("note", bytes(changed));
    if (isOfAccount) {
      others.put("authorId", bytes(pseudonym));
      // The text of an action may quote it, as a note may.
      StoredAct.change(
          others, act -> act.toBuilder().setAuthorId(pseudonym).clearMessage().build());
    }
    return others;
  }

  /** Returns a text without the names. */
  String text(String text) {
    String without = text.replace(authorId, ERASED);
    for (String name : names) {
      if (name.codePointCount(0, name.length()) >= SHORTEST_NAME) {
        without = without.replace(name, ERASED);
      }
    }
    return without;
  }

  static String word(Map<String, byte[]> fields, String name) {
    byte[] value = fields.get(name);
    return value == null ? "" : new String(value, StandardCharsets.UTF_8);
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}

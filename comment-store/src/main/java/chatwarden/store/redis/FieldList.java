package chatwarden.store.redis;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Fields of a hash with their values; empty values are left out. Used by one thread. */
public final class FieldList {

  private final List<byte[]> words = new ArrayList<>();

  public FieldList add(String field, String value) {
    if (!value.isEmpty()) {
      words.add(field.getBytes(StandardCharsets.UTF_8));
      words.add(value.getBytes(StandardCharsets.UTF_8));
    }
    return this;
  }

  /** Name, value, name, value. */
  public List<byte[]> words() {
    return words;
  }
}

package chatwarden.store.archive;

import java.util.Arrays;
import java.util.Optional;

/** The type of a value of Redis, and of the items of a record. */
enum ValueType {
  /** One item. */
  STRING(1, "string"),
  /** Fields, each with its value after it. */
  HASH(2, "hash"),
  /** Elements in their order. */
  LIST(3, "list"),
  /** Members. */
  SET(4, "set"),
  /** Members, each with its score after it. */
  SORTED_SET(5, "zset"),
  /** Entries: the id, the number of words, the fields and their values. */
  STREAM(6, "stream"),
  /** The id that a stream gave last, then groups of consumers: the name and the last id. */
  STREAM_POSITION(7, "position");

  private final int code;
  private final String word;

  ValueType(int code, String word) {
    this.code = code;
    this.word = word;
  }

  /** Returns the number in a file. */
  int code() {
    return code;
  }

  /** Returns the name that Redis and the scripts use. */
  String word() {
    return word;
  }

  static Optional<ValueType> ofCode(int code) {
    return Arrays.stream(values()).filter(type -> type.code == code).findFirst();
  }

  static Optional<ValueType> ofWord(String word) {
    return Arrays.stream(values()).filter(type -> type.word.equals(word)).findFirst();
  }
}

package chatwarden.domain.sketch;

/**
 * What one comment adds to the sketch of an hour, as items for the store: {@code
 * language⇥model⇥column⇥value}, a field to count up, where the value is a bin or a category; and
 * {@code language⇥model⇥column=number}, a value for the extremes {@code language⇥model⇥column<} and
 * {@code …>}. The inverse is {@link SketchReader}. Used by one thread.
 */
public final class SketchFields {
  static final char PART = '\t';
  static final String LEAST = "<";
  static final String GREATEST = ">";
  private static final char ITEM = '\n';

  private final String key;
  private final StringBuilder items = new StringBuilder();

  /** Begins a comment that {@code model} classified in {@code language}. */
  public SketchFields(String language, String model) {
    key = plain(language) + PART + plain(model) + PART;
  }

  /** Adds a number to a column that has a histogram. */
  public SketchFields add(SketchColumn column, double value) {
    HistogramScale scale = column.scale().orElseThrow();
    item(column).append(PART).append(scale.bin(value));
    if (scale == HistogramScale.UNIT) {
      item(column).append('=').append((float) value);
    }
    return this;
  }

  /** Adds the value of a column that has categories. */
  public SketchFields add(SketchColumn column, String category) {
    item(column).append(PART).append(plain(category));
    return this;
  }

  /** Adds yes or no. */
  public SketchFields add(SketchColumn column, boolean value) {
    return add(column, value ? "yes" : "no");
  }

  /** Returns the items so far, parted by line feeds. */
  public String items() {
    return items.toString();
  }

  private StringBuilder item(SketchColumn column) {
    if (!items.isEmpty()) {
      items.append(ITEM);
    }
    return items.append(key).append(column.code());
  }

  /** Names come from messages; none of them breaks the items. */
  private static String plain(String name) {
    for (int i = 0; i < name.length(); i++) {
      if (breaks(name.charAt(i))) {
        return name.replaceAll("[\\p{Cntrl}=]", "?");
      }
    }
    return name;
  }

  private static boolean breaks(char c) {
    return c < ' ' || c == '=' || c == 0x7F;
  }
}

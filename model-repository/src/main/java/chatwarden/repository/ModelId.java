package chatwarden.repository;

import java.math.BigInteger;
import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A version of a model, written {@code name@version}. Ordered by name, then by version, numbers in
 * versions by their value: {@code 2 < 10 < 10.1}.
 *
 * @param name lower-case letters, digits, {@code .}, {@code _} and {@code -}
 * @param version likewise
 */
public record ModelId(String name, String version) implements Comparable<ModelId> {

  private static final Pattern PART = Pattern.compile("[a-z0-9][a-z0-9._-]{0,63}");
  private static final Pattern RUN = Pattern.compile("[0-9]+|[^0-9]+");
  private static final Comparator<ModelId> ORDER =
      Comparator.comparing(ModelId::name)
          .thenComparing(ModelId::version, ModelId::compareVersions)
          .thenComparing(ModelId::version);

  public ModelId {
    require("name", name);
    require("version", version);
  }

  private static void require(String what, String value) {
    if (!isValid(value)) {
      throw new IllegalArgumentException(what + ": " + value + " (expected: " + PART + ")");
    }
  }

  /** Whether {@code part} can be a name or a version. */
  static boolean isValid(String part) {
    return PART.matcher(part).matches();
  }

  @Override
  public int compareTo(ModelId other) {
    return ORDER.compare(this, other);
  }

  private static int compareVersions(String one, String other) {
    Matcher left = RUN.matcher(one);
    Matcher right = RUN.matcher(other);
    while (true) {
      boolean more = left.find();
      if (!right.find()) {
        return more ? 1 : 0;
      }
      if (!more) {
        return -1;
      }
      int order = compareRuns(left.group(), right.group());
      if (order != 0) {
        return order;
      }
    }
  }

  private static int compareRuns(String left, String right) {
    return Character.isDigit(left.charAt(0)) && Character.isDigit(right.charAt(0))
        ? new BigInteger(left).compareTo(new BigInteger(right))
        : left.compareTo(right);
  }

  @Override
  public String toString() {
    return name + "@" + version;
  }
}

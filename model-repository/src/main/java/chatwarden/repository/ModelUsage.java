package chatwarden.repository;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The use that the data of a model allows, from the freest to the strictest. */
public enum ModelUsage {
  /** Any use: each data set states a licence that allows it. */
  ANY,
  /** The manifest states nothing: unknown. */
  NOT_STATED,
  /** Research alone: a data set states so, or states no licence. */
  RESEARCH;

  /** Returns the usage that manifests and descriptions of data call {@code word}. */
  public static Optional<ModelUsage> of(String word) {
    return Arrays.stream(values())
        .filter(usage -> usage != NOT_STATED && usage.word().equals(word))
        .findFirst();
  }

  /** Returns the word of manifests: {@code any}, {@code research}, or {@code not stated}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /** Returns the stricter of two: that of a model made from both. */
  public ModelUsage with(ModelUsage other) {
    return compareTo(other) >= 0 ? this : other;
  }
}

package chatwarden.standalone.labels;

import chatwarden.runtime.error.InvalidInputException;
import java.nio.file.Path;
import java.util.Set;

/**
 * What to export, and where to.
 *
 * @param bridge its address, for the provenance
 * @param chats the ids of the chats; empty for all
 * @param language of the texts; empty for all
 * @param withFeedback whether the feedback is exported too
 * @param reviewer who exports, for the audit log
 * @param developmentShare the share of the rows for development, at most, in (0, 0.5]
 * @param usage the use that the texts allow: {@code any}, {@code research}, or empty
 * @param licence of the texts; may be empty
 * @param folder new or empty
 */
public record LabelPlan(
    String bridge,
    Set<String> chats,
    String language,
    boolean withFeedback,
    String reviewer,
    double developmentShare,
    String usage,
    String licence,
    Path folder) {

  private static final double MOST = 0.5;

  /** Copies the chats. */
  public LabelPlan {
    chats = Set.copyOf(chats);
    if (!(developmentShare > 0 && developmentShare <= MOST)) {
      throw InvalidInputException.of(
          "--dev-share", developmentShare + " (expected: above 0, at most " + MOST + ")");
    }
  }
}

package chatwarden.store.archive;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * An archive in numbers.
 *
 * @param counts by kind: records, chats, comments, events, audit entries
 */
public record ArchiveSummary(ArchiveHeader header, Map<String, Long> counts) {

  public ArchiveSummary {
    counts = Map.copyOf(counts);
  }

  /** Returns the counts for people, in the order of their names. */
  public String text() {
    return new TreeMap<>(counts)
        .entrySet().stream()
            .map(count -> count.getValue() + " " + count.getKey())
            .collect(Collectors.joining(", "));
  }
}

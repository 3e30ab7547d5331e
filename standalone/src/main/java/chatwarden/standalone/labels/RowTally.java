package chatwarden.standalone.labels;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Counts rows for {@code provenance.json}. Used by one thread. */
final class RowTally {

  private final Map<String, Long> bySource = new TreeMap<>();
  private final Map<String, Long> byLabel = new TreeMap<>();
  private final Map<String, Long> byModel = new TreeMap<>();
  private @Nullable Instant first;
  private @Nullable Instant last;

  /**
   * Counts a row.
   *
   * @param model the model, empty where none classified the text
   */
  void add(String source, String label, String model) {
    bySource.merge(source, 1L, Long::sum);
    byLabel.merge(label, 1L, Long::sum);
    if (!model.isEmpty()) {
      byModel.merge(model, 1L, Long::sum);
    }
  }

  /** Widens the range of time by the time of a label. */
  void add(Instant labelTime) {
    first = first == null || labelTime.isBefore(first) ? labelTime : first;
    last = last == null || labelTime.isAfter(last) ? labelTime : last;
  }

  /** Writes the counts and the range of time into the description of an export. */
  void write(ObjectNode root) {
    ObjectNode range = root.putObject("timeRange");
    range.put("first", String.valueOf(first)).put("last", String.valueOf(last));
    root.putPOJO("rowsBySource", bySource);
    root.putPOJO("rowsByLabel", byLabel);
    root.putPOJO("rowsByModel", byModel);
  }
}

package chatwarden.domain.sketch;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Counts the fields of comments in memory, as the store does. Used by one thread. */
public final class SketchTally {

  private final SortedMap<Instant, Map<String, String>> hours = new TreeMap<>();

  /** Counts a comment of an hour. */
  public void add(Instant hour, SketchFields comment) {
    Map<String, String> fields = hours.computeIfAbsent(hour, _ -> new HashMap<>());
    for (String item : comment.items().split("\n", -1)) {
      int equals = item.indexOf('=');
      if (equals < 0) {
        fields.merge(item, "1", (count, one) -> Long.toString(Long.parseLong(count) + 1));
      } else {
        String field = item.substring(0, equals);
        String value = item.substring(equals + 1);
        double number = Double.parseDouble(value);
        fields.merge(
            field + SketchFields.LEAST,
            value,
            (known, given) -> Double.parseDouble(known) <= number ? known : given);
        fields.merge(
            field + SketchFields.GREATEST,
            value,
            (known, given) -> Double.parseDouble(known) >= number ? known : given);
      }
    }
  }

  /** Returns the sketches of all hours. */
  public List<Sketch> sketches() {
    SketchReader reader = new SketchReader();
    hours.forEach(reader::add);
    return reader.sketches();
  }
}

package chatwarden.testing.process;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** The lines that a process printed so far. Safe for use by many threads. */
final class LineLog {

  private final List<String> lines = new ArrayList<>();

  synchronized void add(String line) {
    lines.add(line);
  }

  synchronized int size() {
    return lines.size();
  }

  synchronized List<String> from(int first) {
    return List.copyOf(lines.subList(Math.min(first, lines.size()), lines.size()));
  }

  List<String> all() {
    return from(0);
  }

  List<String> last(int count) {
    return from(Math.max(0, size() - count));
  }

  /** Looks for a line without looking at any a second time. */
  Search search(Predicate<String> wanted) {
    return new Search(wanted);
  }

  /** One search of one thread. */
  final class Search {

    private final Predicate<String> wanted;
    private int next;

    private Search(Predicate<String> wanted) {
      this.wanted = wanted;
    }

    Optional<String> find() {
      List<String> unseen = from(next);
      next += unseen.size();
      return unseen.stream().filter(wanted).findFirst();
    }
  }
}

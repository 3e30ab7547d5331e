package chatwarden.it.chain;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a watcher saw, in order. Safe for use by many threads. */
final class SeenEvents {
  private final List<String> classified = new ArrayList<>();
  private final List<String> tagged = new ArrayList<>();
  private int ends;
  private int classifiedAtEnd;
  private Optional<RuntimeException> failure = Optional.empty();

  synchronized void classified(String id) {
    classified.add(id);
  }

  synchronized void tagged(String id) {
    tagged.add(id);
  }

  synchronized void ended() {
    ends++;
    classifiedAtEnd = classified.size();
  }

  synchronized void failed(RuntimeException e) {
    failure = Optional.of(e);
  }

  /** The ids of `classified` events, repetitions included. */
  synchronized List<String> classified() {
    return List.copyOf(classified);
  }

  /** The ids of `tagged` events, repetitions included. */
  synchronized List<String> tagged() {
    return List.copyOf(tagged);
  }

  /** How many `classified` events so far. */
  synchronized int classifiedCount() {
    return classified.size();
  }

  /** How many `classified` events came before the last `ended` event. */
  synchronized int classifiedAtEnd() {
    return classifiedAtEnd;
  }

  /** How many `ended` events so far; throws what the watcher failed with. */
  synchronized int ends() {
    failure.ifPresent(
        e -> {
          throw e;
        });
    return ends;
  }
}

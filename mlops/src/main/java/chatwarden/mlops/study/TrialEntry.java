package chatwarden.mlops.study;

import chatwarden.mlops.search.Trial;
import chatwarden.mlops.search.TrialState;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A trial as the operations of a journal left it. */
final class TrialEntry {
  /** The attribute with the reason for which a trial of ours has no loss. */
  static final String FAILURE = "chatwarden:failure";

  /** The reason of a trial that did not end: the next one has its parameters. */
  static final String ABANDONED = "abandoned";

  private final int id;
  private final int number;
  private final Optional<WorkerId> worker;
  private final Map<String, String> attributes = new HashMap<>();
  private final SortedMap<String, Double> parameters = new TreeMap<>();
  private final SortedMap<Integer, Double> losses = new TreeMap<>();
  private TrialState state = TrialState.RUNNING;
  private double loss = Double.NaN;
  private @Nullable Instant started;
  private @Nullable Instant ended;

  /**
   * A trial that begins.
   *
   * @param id its place among the trials of all studies of the journal
   * @param number its place among those of its study
   */
  TrialEntry(int id, int number, String worker) {
    this.id = id;
    this.number = number;
    this.worker = WorkerId.parse(worker);
  }

  int id() {
    return id;
  }

  TrialState state() {
    return state;
  }

  boolean finished() {
    return state != TrialState.RUNNING && state != TrialState.WAITING;
  }

  /** Returns whether a worker of ours made it. */
  boolean ours() {
    return worker.isPresent();
  }

  /** Returns whether it ended without a result, so that its parameters are still to be tried. */
  boolean abandoned() {
    return ABANDONED.equals(attributes.get(FAILURE));
  }

  /** Returns whether it runs, as the journal says, in a process of ours that has ended. */
  boolean orphaned() {
    return state == TrialState.RUNNING && worker.isPresent() && worker.get().isGone();
  }

  void start(@Nullable Instant at) {
    started = at;
  }

  void set(String parameter, double value) {
    parameters.put(parameter, value);
  }

  void report(int step, double value) {
    losses.put(step, value);
  }

  void mark(String attribute, JsonNode value) {
    attributes.put(attribute, value.asText());
  }

  void move(TrialState next, @Nullable Instant at) {
    state = next;
    if (finished()) {
      ended = at;
    } else if (at != null) {
      started = at;
    }
  }

  void value(double value) {
    loss = value;
  }

  /** Returns the trial; one without a finite loss has failed, whatever its worker called it. */
  Trial trial() {
    boolean lacks = finished() && !Double.isFinite(loss);
    Instant first = started != null ? started : ended != null ? ended : Instant.EPOCH;
    return new Trial(
        number,
        parameters,
        List.copyOf(losses.values()),
        lacks ? TrialState.FAILED : state,
        lacks || !finished() ? Double.NaN : loss,
        first,
        Optional.ofNullable(ended));
  }
}

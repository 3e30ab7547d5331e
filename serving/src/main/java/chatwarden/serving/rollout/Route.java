package chatwarden.serving.rollout;

import chatwarden.repository.ModelLease;
import chatwarden.runtime.error.ChatwardenException;
import chatwarden.runtime.error.FaultCode;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Some texts of a call, and the version that answers them. Takes the outcome, for the counts of the
 * rollout that chose the version. Safe for use by many threads.
 *
 * @param <M> the type of the models
 */
public final class Route<M extends AutoCloseable> {

  private final ModelLease<M> lease;
  private final List<Integer> places;
  private final @Nullable Watched watched;

  /** The rollout that chose the version. */
  record Watched(RolloutPlan plan, RolloutTrial trial, Side side, Consumer<ShadowText> shadow) {}

  Route(ModelLease<M> lease, List<Integer> places, @Nullable Watched watched) {
    this.lease = lease;
    this.places = List.copyOf(places);
    this.watched = watched;
  }

  /** Returns the route of texts whose version no rollout chooses. */
  public static <M extends AutoCloseable> Route<M> fixed(
      ModelLease<M> lease, List<Integer> places) {
    return new Route<>(lease, places, null);
  }

  /** Returns the version, for the caller to close. */
  public ModelLease<M> lease() {
    return lease;
  }

  /** Returns the places of the texts in their call. */
  public List<Integer> places() {
    return places;
  }

  /**
   * Takes the answers to all texts.
   *
   * @param answers one for each text that is compared
   */
  public void answered(long nanos, List<ComparedAnswer> answers) {
    if (watched != null) {
      int flagged = (int) answers.stream().filter(ComparedAnswer::flagged).count();
      watched.trial().answered(watched.side(), answers.size(), flagged, nanos);
    }
  }

  /**
   * Takes the answer to one text, which the other version may score too.
   *
   * @param question the number of the question among those that are compared
   */
  public void compare(String text, String language, int question, ComparedAnswer answer) {
    if (watched != null && watched.plan().compares()) {
      watched
          .shadow()
          .accept(
              new ShadowText(
                  watched.plan(),
                  watched.trial(),
                  text,
                  language,
                  question,
                  watched.side(),
                  answer));
    }
  }

  /** Takes the fault of the texts; one of the caller, or for want of room, does not count. */
  public void failed(Throwable fault, long nanos) {
    if (watched != null && isOfVersion(fault)) {
      watched.trial().failed(watched.side(), nanos);
    }
  }

  private static boolean isOfVersion(Throwable fault) {
    Throwable cause =
        fault instanceof CompletionException
            ? Optional.ofNullable(fault.getCause()).orElse(fault)
            : fault;
    return switch (cause) {
      case CancellationException _ -> false;
      case StatusRuntimeException status -> status.getStatus().getCode() != Status.Code.CANCELLED;
      case ChatwardenException known ->
          !FaultCode.OVERLOADED.isOf(known)
              && !FaultCode.UNAVAILABLE.isOf(known)
              && !FaultCode.INVALID_INPUT.isOf(known);
      default -> true;
    };
  }
}

package chatwarden.bridge.rollout;

import chatwarden.bridge.registry.AliasMover;
import chatwarden.rollout.v1.GetRolloutResponse;
import chatwarden.rollout.v1.Rollout;
import chatwarden.rollout.v1.RolloutChange;
import chatwarden.rollout.v1.RolloutCheck;
import chatwarden.rollout.v1.RolloutCriteria;
import chatwarden.rollout.v1.RolloutStage;
import chatwarden.runtime.config.Config;
import chatwarden.runtime.error.FaultCode;
import chatwarden.store.rollout.RolloutState;
import chatwarden.store.rollout.RolloutStore;
import com.google.protobuf.Timestamp;
import com.google.protobuf.util.Timestamps;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves rollouts from stage to stage, by calls and by itself: in the store first, then at the model
 * servers. Several bridges may do so at once: a change is made on the state that it was decided on,
 * or decided anew. Blocks; safe for use by many threads.
 */
public final class RolloutDirector implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(RolloutDirector.class);
  private static final int TRIES = 5;
  private static final int LISTED_CHANGES = 20;
  private static final int SEARCHED_CHANGES = 1_000;
  private static final String AUTOMATIC = "automatic";

  private final RolloutStore store;
  private final RolloutAliases aliases;
  private final SyncedServers servers;
  private final InstantSource clock;

  /** Decides on a change; empty where nothing is to be changed. */
  private interface Decision {
    Optional<Rollout> on(Optional<Rollout> before, ServerReports reports);
  }

  /** A director of the model servers that {@code config} names. */
  public RolloutDirector(
      RolloutStore store, AliasMover aliases, Config config, InstantSource clock) {
    this.store = store;
    this.aliases = new RolloutAliases(aliases);
    this.servers = new SyncedServers(config);
    this.clock = clock;
  }

  /** Starts to compare {@code challenger}; an empty champion is the version that answers now. */
  Rollout start(
      String model, String champion, String challenger, RolloutCriteria criteria, String caller)
      throws InterruptedException {
    return change(
        model,
        caller,
        (before, reports) -> {
          String answering =
              champion.isEmpty()
                  ? reports
                      .answering(model)
                      .orElseThrow(() -> RolloutRules.notServed(model, "any version"))
                  : champion;
          if (!reports.isServed(model, answering)) {
            throw RolloutRules.notServed(model, "version " + answering);
          }
          if (answering.equals(challenger)) {
            throw RolloutRules.refused(
                "SAME_VERSION", "version %s of %s answers already".formatted(challenger, model));
          }
          Rollout fresh =
              Rollout.newBuilder()
                  .setId(UUID.randomUUID().toString())
                  .setModel(model)
                  .setChampion(answering)
                  .setChallenger(challenger)
                  .setStage(RolloutStage.SHADOW)
                  .setCriteria(criteria)
                  .setCreateTime(now())
                  .setStageTime(now())
                  .build();
          aliases.challenger(model, challenger, caller);
          return before.filter(known -> isSame(known, fresh)).isPresent()
              ? Optional.empty()
              : Optional.of(fresh);
        });
  }

  private static boolean isSame(Rollout known, Rollout fresh) {
    return RolloutRules.isCompared(known)
        && known.getChampion().equals(fresh.getChampion())
        && known.getChallenger().equals(fresh.getChallenger())
        && known.getCriteria().equals(fresh.getCriteria());
  }

  Rollout setShare(String model, float share, String caller) throws InterruptedException {
    return change(
        model,
        caller,
        (before, reports) -> {
          Rollout known = RolloutRules.compared(model, before);
          if (share > 0) {
            RolloutRules.requireServedByAll(known, reports);
          }
          RolloutStage stage = share > 0 ? RolloutStage.CANARY : RolloutStage.SHADOW;
          return known.getCanaryShare() == share && known.getStage() == stage
              ? Optional.empty()
              : Optional.of(in(stage, known).setCanaryShare(share).build());
        });
  }

  Rollout promote(String model, String caller) throws InterruptedException {
    return change(
        model,
        caller,
        (before, reports) -> {
          if (before.filter(one -> one.getStage() == RolloutStage.PROMOTED).isPresent()) {
            return Optional.empty();
          }
          Rollout known = RolloutRules.compared(model, before);
          RolloutRules.requireServedByAll(known, reports);
          aliases.champion(model, known.getChallenger(), caller);
          return Optional.of(in(RolloutStage.PROMOTED, known).build());
        });
  }

  Rollout rollBack(String model, String reason, String caller) throws InterruptedException {
    return change(
        model,
        caller,
        (before, _) -> {
          Rollout known = before.orElseThrow(() -> RolloutRules.noRollout(model));
          if (known.getStage() == RolloutStage.PROMOTED) {
            aliases.champion(model, known.getChampion(), caller);
          }
          return known.getStage() == RolloutStage.ROLLED_BACK
              ? Optional.empty()
              : Optional.of(in(RolloutStage.ROLLED_BACK, known).setReason(reason).build());
        });
  }

  void end(String model, String caller) throws InterruptedException {
    var _ =
        change(
            model,
            caller,
            (before, _) ->
                Optional.of(
                    in(RolloutStage.OFF, before.orElseThrow(() -> RolloutRules.noRollout(model)))
                        .build()));
  }

  /** Gives everything about the rollout of a model. */
  GetRolloutResponse get(String model) throws InterruptedException {
    RolloutState state = store.read();
    Rollout rollout = state.of(model).orElseThrow(() -> RolloutRules.noRollout(model));
    ServerReports reports = servers.sync(state);
    List<RolloutChange> changes =
        store.changes(SEARCHED_CHANGES, "").changes().stream()
            .filter(change -> change.getRollout().getModel().equals(model))
            .limit(LISTED_CHANGES)
            .toList();
    return GetRolloutResponse.newBuilder()
        .setRollout(rollout)
        .addAllChecks(evaluation(rollout, reports).checks())
        .setDifferences(reports.differences(rollout))
        .addAllServers(reports.of(rollout))
        .addAllChanges(changes)
        .build();
  }

  private RolloutEvaluation evaluation(Rollout rollout, ServerReports reports) {
    return new RolloutEvaluation(rollout, reports.slices(rollout), clock.instant());
  }

  /**
   * Brings the state to the model servers, and rolls back challengers that have left their
   * champions' intervals.
   *
   * @param metrics counts those, and shows the others
   */
  void watch(RollbackMetrics metrics) throws InterruptedException {
    RolloutState state = store.read();
    metrics.show(state.rollouts());
    if (state.revision() == 0) {
      return; // There has never been one, so that no server has to know.
    }
    ServerReports reports = servers.sync(state);
    for (Rollout rollout : state.rollouts()) {
      Optional<RolloutCheck> breach =
          RolloutRules.isCompared(rollout)
              ? evaluation(rollout, reports).breach()
              : Optional.empty();
      if (breach.isPresent()) {
        rollBack(state, rollout, breach.get(), metrics);
        return; // The next look is at the state after it.
      }
    }
  }

  private void rollBack(
      RolloutState state, Rollout rollout, RolloutCheck breach, RollbackMetrics metrics)
      throws InterruptedException {
    String reason = BreachText.of(breach);
    Rollout after = in(RolloutStage.ROLLED_BACK, rollout).setReason(reason).build();
    RolloutChange change =
        RolloutChange.newBuilder()
            .setRollout(after)
            .setPreviousStage(rollout.getStage())
            .setCaller(AUTOMATIC)
            .setAutomatic(true)
            .build();
    if (store.change(state.revision(), change)) {
      metrics.rolledBack(breach.getCriterion());
      log.warn(
          "Rolled back model={} challenger={} champion={} reason={}",
          rollout.getModel(),
          rollout.getChallenger(),
          rollout.getChampion(),
          reason);
      var _ = servers.sync(store.read());
    }
  }

  private Rollout change(String model, String caller, Decision decision)
      throws InterruptedException {
    for (int attempt = 0; attempt < TRIES; attempt++) {
      RolloutState state = store.read();
      Optional<Rollout> before = state.of(model);
      Optional<Rollout> after = decision.on(before, servers.sync(state));
      if (after.isEmpty()) {
        return before.orElseThrow(() -> RolloutRules.noRollout(model));
      }
      RolloutChange change =
          RolloutChange.newBuilder()
              .setRollout(after.get())
              .setPreviousStage(
                  before.map(Rollout::getStage).orElse(RolloutStage.ROLLOUT_STAGE_UNSPECIFIED))
              .setCaller(caller)
              .build();
      if (store.change(state.revision(), change)) {
        log.info(
            "Changed rollout model={} challenger={} stage={}",
            model,
            after.get().getChallenger(),
            after.get().getStage());
        var _ = servers.sync(store.read());
        return after.get();
      }
    }
    throw FaultCode.UNAVAILABLE.exception(
        "ROLLOUTS_CHANGING", "other calls change rollouts at the same time; repeat the call");
  }

  private Rollout.Builder in(RolloutStage stage, Rollout rollout) {
    return rollout.toBuilder().setStage(stage).setStageTime(now()).clearCanaryShare().clearReason();
  }

  private Timestamp now() {
    return Timestamps.fromMillis(clock.millis());
  }

  @Override
  public void close() {
    servers.close();
  }
}

package chatwarden.serving.rollout;

import chatwarden.repository.ModelId;
import chatwarden.repository.ModelLease;
import chatwarden.repository.ModelRepository;
import chatwarden.rollout.v1.Rollout;
import chatwarden.rollout.v1.RolloutReport;
import chatwarden.rollout.v1.SyncRolloutsRequest;
import chatwarden.runtime.grpc.CallAffinity;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rollouts that a model server takes part in: which version answers a text of a call that names
 * none. Their state comes from bridges; while none has come for the length of the lease, the
 * champions answer alone. Never blocks; safe for use by many threads.
 *
 * @param <M> the type of the models
 */
public final class Rollouts<M extends AutoCloseable> {

  private static final Logger log = LoggerFactory.getLogger(Rollouts.class);

  private final ModelRepository<M> repository;
  private final Duration lease;
  private final InstantSource clock;
  private final RolloutMetrics metrics;
  private final Consumer<ShadowText> shadow;
  private volatile Map<String, Active> active = Map.of();
  private volatile long trustedUntil = Long.MIN_VALUE;
  private SyncRolloutsRequest state = SyncRolloutsRequest.getDefaultInstance();

  /** A rollout and its counts here. */
  private record Active(RolloutPlan plan, RolloutPlan atRest, RolloutTrial trial) {

    static Active of(RolloutPlan plan, RolloutTrial trial) {
      return new Active(plan, plan.atRest(), trial);
    }
  }

  /**
   * @param lease how long the last word of a bridge holds
   * @param shadow takes the texts for the other version
   */
  Rollouts(
      ModelRepository<M> repository,
      Duration lease,
      InstantSource clock,
      RolloutMetrics metrics,
      Consumer<ShadowText> shadow) {
    this.repository = repository;
    this.lease = lease;
    this.clock = clock;
    this.metrics = metrics;
    this.shadow = shadow;
  }

  /**
   * Returns which version answers which texts of a call, where the model of the call is {@code
   * chosen} by its name or language.
   *
   * @param chosen closed by this, or the lease of a route
   */
  public List<Route<M>> routes(
      ModelLease<M> chosen, List<Integer> places, IntFunction<String> textAt) {
    Active rollout = active.get(chosen.id().name());
    if (rollout == null) {
      return List.of(Route.fixed(chosen, places));
    }
    RolloutPlan plan = isTrusted() ? rollout.plan() : rollout.atRest();
    Map<Side, List<Integer>> sides = new EnumMap<>(Side.class);
    Optional<Side> ofChat = CallAffinity.current().map(plan::answering);
    for (int place : places) {
      Side side = ofChat.orElseGet(() -> plan.answering(textAt.apply(place)));
      sides.computeIfAbsent(side, _ -> new ArrayList<>()).add(place);
    }
    try (chosen) {
      List<Route<M>> routes = new ArrayList<>(sides.size());
      sides.forEach((side, some) -> routes.add(route(plan, rollout.trial(), side, some, chosen)));
      return routes;
    }
  }

  /** A version that is not served here, or knows other languages, is not asked. */
  private Route<M> route(
      RolloutPlan plan, RolloutTrial trial, Side side, List<Integer> places, ModelLease<M> chosen) {
    for (Side each : List.of(side, plan.answering())) {
      Optional<ModelLease<M>> own = repository.leaseOf(plan.version(each));
      if (own.isPresent()) {
        if (own.get().manifest().languages().equals(chosen.manifest().languages())) {
          return new Route<>(own.get(), places, new Route.Watched(plan, trial, each, shadow));
        }
        own.get().close();
      }
    }
    return Route.fixed(chosen.again(), places);
  }

  private boolean isTrusted() {
    return clock.millis() <= trustedUntil;
  }

  /** Takes the state that was in force when the server stopped; nothing is compared by it. */
  synchronized void restore(SyncRolloutsRequest last) {
    apply(last);
  }

  /**
   * Takes the state of a bridge, unless a bridge brought a newer one within the lease.
   *
   * @return the state in force
   */
  synchronized SyncRolloutsRequest update(SyncRolloutsRequest latest) {
    if (latest.getRevision() >= state.getRevision() || !isTrusted()) {
      if (!latest.equals(state)) {
        apply(latest);
      }
      trustedUntil = clock.millis() + lease.toMillis();
    }
    return state;
  }

  private void apply(SyncRolloutsRequest latest) {
    Map<String, Active> before = active;
    Map<String, Active> after = new HashMap<>();
    Set<ModelId> kept = new HashSet<>();
    for (Rollout rollout : latest.getRolloutsList()) {
      try {
        RolloutPlan plan = RolloutPlan.of(rollout);
        Active known = before.get(rollout.getModel());
        RolloutTrial trial =
            known != null && known.plan().id().equals(plan.id())
                ? known.trial()
                : new RolloutTrial(plan, clock, metrics);
        after.put(rollout.getModel(), Active.of(plan, trial));
        kept.addAll(plan.versions());
      } catch (IllegalArgumentException e) {
        log.warn("Ignored rollout={} problem={}", rollout.getId(), e.getMessage());
      }
    }
    repository.keep(kept);
    active = Map.copyOf(after);
    state = latest;
  }

  /** Returns the version that answers calls of the model {@code name}; empty without a rollout. */
  Optional<ModelId> answering(String name) {
    return Optional.ofNullable(active.get(name))
        .map(one -> one.plan().version(one.plan().answering()));
  }

  /** Returns the counts of the rollouts of these models. */
  List<RolloutReport> reports(Set<String> models) {
    return active.entrySet().stream()
        .filter(entry -> models.contains(entry.getKey()))
        .map(entry -> entry.getValue().trial().report())
        .toList();
  }
}

package chatwarden.serving.rollout;

import chatwarden.repository.ModelId;
import chatwarden.repository.ModelRepository;
import chatwarden.repository.source.SourceKeys;
import chatwarden.rollout.v1.ServedModel;
import chatwarden.rollout.v1.SyncRolloutsRequest;
import chatwarden.rollout.v1.SyncRolloutsResponse;
import chatwarden.runtime.config.Config;
import chatwarden.runtime.lifecycle.ServicePart;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BooleanSupplier;

/**
 * Everything that a model server has for rollouts: their state, the texts that wait for the other
 * version, and its thread. Safe for use by many threads.
 *
 * @param <M> the type of the models
 * @param <R> a model's answer to one text
 */
public final class RolloutPart<M extends AutoCloseable, R> implements ServicePart {

  private final String server;
  private final String id = UUID.randomUUID().toString();
  private final ModelRepository<M> repository;
  private final Comparison<M, R> comparison;
  private final Rollouts<M> rollouts;
  private final ShadowWorker<M, R> worker;
  private final RolloutFile file;

  /**
   * @param runs score texts with a version, one for each question that is compared
   * @param isBusy whether calls wait, so that nothing else should run
   */
  public RolloutPart(
      String server,
      ModelRepository<M> repository,
      List<TextsRun<M, R>> runs,
      Comparison<M, R> comparison,
      BooleanSupplier isBusy,
      Config config,
      MeterRegistry registry) {
    InstantSource clock = InstantSource.system();
    RolloutMetrics metrics = new RolloutMetrics(server, registry);
    ShadowQueue queue = new ShadowQueue(config.get(RolloutKeys.SHADOW_QUEUE));
    metrics.watch(queue::size, config.get(RolloutKeys.SHADOW_QUEUE));
    double share = config.get(RolloutKeys.SHADOW_SHARE);
    this.server = server;
    this.repository = repository;
    this.comparison = comparison;
    this.rollouts =
        new Rollouts<>(
            repository,
            config.get(RolloutKeys.LEASE),
            clock,
            metrics,
            text -> {
              if (ThreadLocalRandom.current().nextDouble() < share) {
                queue.offer(text);
              }
            });
    this.worker = new ShadowWorker<>(repository, runs, comparison, queue, isBusy, clock);
    this.file =
        new RolloutFile(Path.of(config.get(SourceKeys.DATA_DIR), "rollouts", server + ".binpb"));
  }

  @Override
  public String name() {
    return server + " rollouts";
  }

  /** Takes up the state that was kept, before the models are loaded. */
  @Override
  public void start() {
    rollouts.restore(file.read());
    worker.start(server);
  }

  @Override
  public void close() {
    worker.close();
  }

  /** Returns the choice of versions. */
  public Rollouts<M> rollouts() {
    return rollouts;
  }

  /** Returns the compared parts of an answer; empty where answers are not compared. */
  public Optional<ComparedAnswer> compared(R answer) {
    return comparison.compared(answer);
  }

  /** Takes the state of a bridge and returns the counts; the file is written on its own thread. */
  SyncRolloutsResponse sync(SyncRolloutsRequest request) {
    SyncRolloutsRequest inForce = rollouts.update(request);
    Thread.startVirtualThread(() -> file.write(inForce));
    List<ServedModel> served = served();
    Set<String> names = new TreeSet<>();
    served.forEach(model -> names.add(model.getModel()));
    return SyncRolloutsResponse.newBuilder()
        .setServer(id)
        .addAllModels(served)
        .addAllReports(rollouts.reports(names))
        .build();
  }

  private List<ServedModel> served() {
    SortedMap<String, ServedModel.Builder> models = new TreeMap<>();
    for (ModelId version : repository.models()) {
      models
          .computeIfAbsent(version.name(), name -> ServedModel.newBuilder().setModel(name))
          .addVersions(version.version())
          .setAnswering(version.version());
    }
    models.forEach(
        (name, model) ->
            rollouts
                .answering(name)
                .filter(version -> model.getVersionsList().contains(version.version()))
                .ifPresent(version -> model.setAnswering(version.version())));
    return models.values().stream().map(ServedModel.Builder::build).toList();
  }
}

package chatwarden.mlops.tracking;

import static java.util.Objects.requireNonNull;

import chatwarden.mlflow.DatasetInput;
import chatwarden.mlflow.Metric;
import chatwarden.mlflow.MlflowClient;
import chatwarden.mlflow.RunState;
import chatwarden.mlflow.StoredRun;
import chatwarden.mlops.journal.DataFile;
import chatwarden.mlops.journal.RunEvent;
import chatwarden.mlops.journal.RunJournal;
import chatwarden.runtime.error.FaultCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Repeats a journal at an MLflow server: a run with its data, parameters and metrics, a nested run
 * for each trial, a logged model with its files, and its version in the registry. Everything is
 * looked up before it is created, and every metric keeps the time of its event, so that a journal
 * can be repeated at any time, as far as it goes, and doubles nothing. The end is a look at what
 * the server really has: it answers 200 even where it drops values.
 */
public final class RunUpload {

  private final MlflowClient client;
  private final String experiment;

  /**
   * An upload.
   *
   * @param experiment the name of the experiment that runs are part of
   */
  public RunUpload(MlflowClient client, String experiment) {
    this.client = requireNonNull(client, "client");
    this.experiment = requireNonNull(experiment, "experiment");
  }

  /**
   * Repeats the events of a journal.
   *
   * @return whether the server lacked any of them
   * @throws chatwarden.runtime.error.ChatwardenException UNAVAILABLE, if the server is away;
   *     FAILED_PRECONDITION, if it lacks values that it was sent, or a file of the model has
   *     changed since the training
   */
  public boolean repeat(RunJournal journal) throws IOException {
    List<RunEvent> events = journal.events();
    if (events.isEmpty() || !(events.getFirst() instanceof RunEvent.Began began)) {
      throw FaultCode.FAILED_PRECONDITION.exception(
          "RUN_JOURNAL_BROKEN", journal.file() + " does not begin with the event began");
    }
    String id = client.experiments().obtain(experiment);
    StoredRun run = run(id, began);
    String count = Integer.toString(events.size());
    if (count.equals(run.tags().get(RunTags.VERIFIED))) {
      return false;
    }
    List<DatasetInput> data = data(journal);
    if (!data.isEmpty()) {
      client.runs().logInputs(run.id(), data);
    }
    client.runs().log(run.id(), began.parameters(), List.of());
    List<RunEvent.Tried> trials = journal.events(RunEvent.Tried.class);
    new TrialUpload(client, id, run.id()).repeat(began, trials);
    Optional<RunEvent.Ended> ended = journal.last(RunEvent.Ended.class);
    if (ended.isPresent()) {
      end(id, run, began, journal, data, ended.get());
      verify(run.id(), began, journal, data);
      client.runs().tag(run.id(), RunTags.VERIFIED, count);
    }
    return true;
  }

  private StoredRun run(String experimentId, RunEvent.Began began) {
    return client.runs().tagged(experimentId, RunTags.KEY, began.key()).stream()
        .findFirst()
        .orElseGet(
            () ->
                client
                    .runs()
                    .create(
                        experimentId,
                        began.model() + " " + began.version(),
                        began.time(),
                        RunTags.of(began)));
  }

  private static List<DatasetInput> data(RunJournal journal) throws IOException {
    List<DatasetInput> inputs = new ArrayList<>();
    for (RunEvent.ReadData read : journal.last(RunEvent.ReadData.class).stream().toList()) {
      for (DataFile file : read.files()) {
        inputs.add(
            new DatasetInput(
                file.name(),
                file.use().name().toLowerCase(Locale.ROOT),
                file.sha256(),
                file.rows()));
      }
    }
    return inputs;
  }

  private void end(
      String experimentId,
      StoredRun run,
      RunEvent.Began began,
      RunJournal journal,
      List<DatasetInput> data,
      RunEvent.Ended ended)
      throws IOException {
    Optional<RunEvent.Wrote> wrote = journal.last(RunEvent.Wrote.class);
    Optional<String> model = Optional.empty();
    if (wrote.isPresent()) {
      String gate = wrote.get().accepted() ? "passed" : "refused";
      client.runs().tag(run.id(), "chatwarden.gate", gate);
      if (wrote.get().accepted()) {
        model =
            Optional.of(
                new LoggedModelUpload(client, experimentId, run)
                    .repeat(journal, began, wrote.get()));
      }
    }
    measured(run.id(), journal, data, model);
    for (Path file : pages(journal)) {
      client.artefacts().upload(run.artefacts(), String.valueOf(file.getFileName()), file);
    }
    if (!ended.problem().isEmpty()) {
      client.runs().tag(run.id(), "chatwarden.problem", ended.problem());
    }
    boolean well = ended.problem().isEmpty();
    client.runs().end(run.id(), well ? RunState.FINISHED : RunState.FAILED, ended.time());
    if (model.isPresent()) {
      new Registration(client, run.id()).repeat(began, wrote.get(), model.get());
    }
  }

  /** Notes the figures with the model and the development split, where a model was logged. */
  private void measured(
      String run, RunJournal journal, List<DatasetInput> data, Optional<String> model)
      throws IOException {
    List<Metric> metrics = metrics(journal);
    Optional<DatasetInput> development =
        data.stream().filter(file -> file.context().equals("evaluation")).findFirst();
    if (model.isPresent() && development.isPresent()) {
      client.runs().log(run, metrics, model.get(), development.get());
    } else {
      client.runs().log(run, Map.of(), metrics);
    }
  }

  private static List<Metric> metrics(RunJournal journal) throws IOException {
    List<Metric> metrics = new ArrayList<>();
    journal
        .last(RunEvent.Measured.class)
        .ifPresent(
            measured ->
                measured
                    .metrics()
                    .forEach(
                        (name, value) -> metrics.add(new Metric(name, value, measured.time(), 0))));
    return metrics;
  }

  private static List<Path> pages(RunJournal journal) throws IOException {
    try (Stream<Path> files = Files.list(journal.folder())) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }

  /** Reads the run back, and compares it with the journal. */
  private void verify(
      String runId, RunEvent.Began began, RunJournal journal, List<DatasetInput> data)
      throws IOException {
    StoredRun stored = client.runs().get(runId);
    List<String> missing = new ArrayList<>();
    began.parameters().keySet().stream()
        .filter(name -> !stored.parameters().containsKey(name))
        .forEach(name -> missing.add("parameter " + name));
    metrics(journal).stream()
        .map(Metric::key)
        .filter(key -> !stored.metrics().contains(key))
        .forEach(key -> missing.add("metric " + key));
    if (stored.datasets() != data.stream().distinct().count()) {
      missing.add("datasets: %d of %d".formatted(stored.datasets(), data.size()));
    }
    Set<String> names = client.artefacts().names(stored.artefacts());
    pages(journal).stream()
        .map(file -> String.valueOf(file.getFileName()))
        .filter(name -> !names.contains(name))
        .forEach(name -> missing.add("file " + name));
    Missing.require(client.server(), began.key(), missing);
  }
}

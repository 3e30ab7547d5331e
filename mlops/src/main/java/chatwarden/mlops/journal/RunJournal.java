package chatwarden.mlops.journal;

import chatwarden.runtime.error.FaultCode;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The events of a training, a line of JSON each, in {@code <models>/<name>/.runs/<key>/run.jsonl}.
 * A last line that was cut off is dropped when the journal is opened to be continued. The journal
 * outlives the folders that it names. For one process at a time.
 */
public final class RunJournal {

  /** The name of the file. */
  public static final String FILE = "run.jsonl";

  private static final String FOLDER = ".runs";
  private static final ObjectMapper JSON = JsonMapper.builder().build();

  private final Path folder;

  private RunJournal(Path folder) {
    this.folder = folder;
  }

  /** Returns the journal in {@code folder}. */
  public static RunJournal in(Path folder) {
    return new RunJournal(folder);
  }

  /** Returns the journals of all models, the oldest first. */
  public static List<RunJournal> all(Path models) throws IOException {
    List<RunJournal> journals = new ArrayList<>();
    for (Path model : folders(models)) {
      journals.addAll(of(model));
    }
    return journals;
  }

  /** Returns the journals of the model in {@code model}, the oldest first. */
  static List<RunJournal> of(Path model) throws IOException {
    return folders(model.resolve(FOLDER)).stream()
        .filter(folder -> Files.isRegularFile(folder.resolve(FILE)))
        .map(RunJournal::new)
        .toList();
  }

  private static List<Path> folders(Path parent) throws IOException {
    if (!Files.isDirectory(parent)) {
      return List.of();
    }
    try (Stream<Path> children = Files.list(parent)) {
      return children.filter(Files::isDirectory).sorted().toList();
    }
  }

  /**
   * Begins a journal, or goes on with that of a run of the same version and parameters that was
   * killed.
   */
  public static RunJournal begin(Path models, RunEvent.Began began) throws IOException {
    Path model = models.resolve(began.model());
    for (RunJournal journal : of(model)) {
      if (journal.isContinuedBy(began)) {
        journal.mend();
        return journal;
      }
    }
    Path folder = Files.createDirectories(model.resolve(FOLDER).resolve(began.key()));
    RunJournal journal = new RunJournal(folder);
    journal.append(began);
    return journal;
  }

  private boolean isContinuedBy(RunEvent.Began began) throws IOException {
    List<RunEvent> events = events();
    return !events.isEmpty()
        && events.getFirst() instanceof RunEvent.Began first
        && first.version().equals(began.version())
        && first.parameters().equals(began.parameters())
        && !(events.getLast() instanceof RunEvent.Ended);
  }

  private void mend() throws IOException {
    String content = Files.readString(file());
    if (!content.endsWith("\n")) {
      Files.writeString(file(), content.substring(0, content.lastIndexOf('\n') + 1));
    }
  }

  /** Returns the folder of the journal, which holds the card and the report too. */
  public Path folder() {
    return folder;
  }

  /** Returns the file of the journal. */
  public Path file() {
    return folder.resolve(FILE);
  }

  /** Returns the folder of the model. */
  public Path model() {
    Path runs = folder.toAbsolutePath().getParent();
    Path model = runs == null ? null : runs.getParent();
    if (model == null) {
      throw new IllegalStateException("folder: " + folder + " (expected: MODEL/.runs/KEY)");
    }
    return model;
  }

  /** Returns the events so far; a last line that is being written is left out. */
  public List<RunEvent> events() throws IOException {
    String content = Files.readString(file());
    List<RunEvent> events = new ArrayList<>();
    for (String line : content.substring(0, content.lastIndexOf('\n') + 1).lines().toList()) {
      try {
        events.add(JSON.readValue(line, RunEvent.class));
      } catch (JsonProcessingException e) {
        throw FaultCode.FAILED_PRECONDITION.exception(
            "RUN_JOURNAL_BROKEN", file() + " line " + (events.size() + 1) + " is malformed", e);
      }
    }
    return events;
  }

  /** Returns the events of one kind. */
  public <E extends RunEvent> List<E> events(Class<E> kind) throws IOException {
    return events().stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  /** Returns the last event of a kind. */
  public <E extends RunEvent> Optional<E> last(Class<E> kind) throws IOException {
    List<E> events = events(kind);
    return events.isEmpty() ? Optional.empty() : Optional.of(events.getLast());
  }

  /** Appends an event. */
  public void append(RunEvent event) throws IOException {
    Files.writeString(
        file(),
        JSON.writerFor(RunEvent.class).writeValueAsString(event) + "\n",
        StandardCharsets.UTF_8,
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }
}

package chatwarden.standalone.batch;

import chatwarden.runtime.error.ChatwardenException;
import chatwarden.standalone.batch.RowAnswer.Given;
import chatwarden.standalone.batch.RowAnswer.Missing;
import chatwarden.standalone.jsonl.TextModel;
import chatwarden.standalone.record.ReadPosition;
import chatwarden.standalone.record.RecordReader;
import chatwarden.standalone.record.RecordWriter;
import chatwarden.standalone.record.SourceRow;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs a model over a file, row by row, in order. A row that has no answer gets an error. How far
 * it is, is kept beside the output: a run that was killed goes on there, and its output equals that
 * of one that was not.
 *
 * <p>Rows go to the model in chunks, which depend on the input alone; {@value #MAX_IN_FLIGHT} of
 * them are under way at a time, so that memory is bounded. Not thread-safe.
 */
public final class BatchRun {
  private static final int MAX_IN_FLIGHT = 16;

  /** So many characters end a chunk. */
  private static final int CHUNK_CHARACTERS = 1 << 18;

  private static final long COMMIT_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final BatchSettings settings;
  private final TextModel model;
  private final AnswerColumns columns;
  private final ProgressMeter meter;
  private final LongSupplier nanos;
  private final BatchFiles files;
  private final Deque<RowChunk> inFlight = new ArrayDeque<>();
  private long committed;

  /**
   * Prepares a run.
   *
   * @param model the model, which may refuse calls while it is away or full
   * @param nanos the time since some moment
   */
  public BatchRun(
      BatchSettings settings,
      TextModel model,
      AnswerColumns columns,
      ProgressMeter meter,
      LongSupplier nanos) {
    this.settings = settings;
    this.model = model;
    this.columns = columns;
    this.meter = meter;
    this.nanos = nanos;
    this.files = new BatchFiles(settings.output());
  }

  /**
   * Runs to the end of the input.
   *
   * @return how many rows have an error
   * @throws ChatwardenException if the settings do not fit the files, or the model cannot be asked;
   *     the part that is written is kept
   */
  public long run() throws IOException {
    RecordFormat format = RecordFormat.of("--input", settings.input());
    RecordFormat written = RecordFormat.of("--output", settings.output());
    BatchState state = ResumedRun.of(settings, files);
    committed = nanos.getAsLong();
    if (!state.complete()) {
      try (RecordReader reader = format.reader(settings, state.position());
          FileChannel file = files.open(state.outputBytes())) {
        OutputLayout layout = OutputLayout.of(settings, reader.columns(), columns);
        meter.begin(state.position().rows(), reader.share());
        try (RecordWriter writer = written.writer(settings, file, files, layout.columns())) {
          state = new Rows(reader, writer, layout, state).all();
        }
      }
    }
    files.complete();
    meter.end(state.position().rows(), state.errors(), settings.output().toString());
    return state.errors();
  }

  /** The rows of a run, on their way from the reader to the writer. */
  private final class Rows {
    private final RecordReader reader;
    private final RecordWriter writer;
    private final OutputLayout layout;
    private final BatchState begin;
    private final AnsweringVersions versions;
    private final RowAnswers answers;
    private long errors;

    Rows(RecordReader reader, RecordWriter writer, OutputLayout layout, BatchState begin) {
      this.reader = reader;
      this.writer = writer;
      this.layout = layout;
      this.begin = begin;
      this.versions = new AnsweringVersions(begin.models());
      this.answers = new RowAnswers(new RetryingModel(model, settings.patience(), nanos));
      this.errors = begin.errors();
    }

    BatchState all() throws IOException {
      RowChunk chunk = read();
      while (chunk != null) {
        inFlight.add(chunk);
        if (inFlight.size() > MAX_IN_FLIGHT) {
          writeFirst();
        }
        chunk = read();
      }
      ReadPosition end = reader.position();
      while (!inFlight.isEmpty()) {
        writeFirst();
      }
      writer.finish();
      BatchState complete = state(end, writer.commit(), true);
      complete.write(files.progress());
      return complete;
    }

    private @Nullable RowChunk read() throws IOException {
      long first = reader.position().rows() + 1;
      List<SourceRow> rows = new ArrayList<>();
      List<RowText> texts = new ArrayList<>();
      List<String> usable = new ArrayList<>();
      int characters = 0;
      while (rows.size() < model.batch() && characters < CHUNK_CHARACTERS) {
        SourceRow row = reader.next();
        if (row == null) {
          break;
        }
        rows.add(row);
        RowText text = layout.text(row);
        texts.add(text);
        if (text instanceof RowText.Usable it) {
          usable.add(it.text());
        }
        characters += row.characters();
      }
      return rows.isEmpty()
          ? null
          : new RowChunk(first, rows, texts, reader.position(), answers.of(usable));
    }

    private void writeFirst() throws IOException {
      RowChunk chunk = inFlight.remove();
      Iterator<RowAnswer> given = joined(chunk).iterator();
      List<RowAnswer> all =
          chunk.texts().stream()
              .map(
                  text ->
                      switch (text) {
                        case RowText.Usable _ -> given.next();
                        case RowText.Unusable it -> new Missing(it.problem());
                      })
              .toList();
      all.forEach(this::note);
      for (int i = 0; i < all.size(); i++) {
        writer.write(layout.cells(chunk.firstRow() + i, chunk.rows().get(i), all.get(i)));
        errors += all.get(i) instanceof Missing ? 1 : 0;
      }
      boolean mayCommit = writer.endChunk();
      if (mayCommit && nanos.getAsLong() - committed >= COMMIT_NANOS) {
        state(chunk.end(), writer.commit(), false).write(files.progress());
        committed = nanos.getAsLong();
      }
      meter.update(chunk.end().rows(), reader.share());
    }

    private void note(RowAnswer answer) {
      if (answer instanceof Given given) {
        versions.note(columns.model(given.message()));
      }
    }

    private static List<RowAnswer> joined(RowChunk chunk) {
      try {
        return chunk.answers().join();
      } catch (CompletionException e) {
        if (e.getCause() instanceof ChatwardenException known) {
          throw known;
        }
        throw e;
      }
    }

    private BatchState state(ReadPosition position, long bytes, boolean complete) {
      return new BatchState(
          begin.source(), begin.options(), versions.versions(), position, errors, bytes, complete);
    }
  }
}

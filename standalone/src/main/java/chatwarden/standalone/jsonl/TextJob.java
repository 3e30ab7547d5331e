package chatwarden.standalone.jsonl;

import chatwarden.runtime.jsonl.LineReader;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.Message;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Runs every line of the input through a model and prints one line for each, in order. What has
 * arrived is answered as soon as no more input waits, so that the job can stand in a pipe.
 *
 * <p>Not thread-safe; memory is bounded by {@value #MAX_IN_FLIGHT} calls of as many texts as the
 * model answers at once.
 */
public final class TextJob {
  private static final int MAX_IN_FLIGHT = 8;
  private static final int MAX_LINE_BYTES = 1 << 20;

  private static final JsonMapper MAPPER = new JsonMapper();

  private final TextModel model;
  private final PrintStream out;
  private final Deque<Chunk> inFlight = new ArrayDeque<>();
  private List<TextLine> gathered = new ArrayList<>();
  private boolean clean = true;

  /** Prints to {@code out}. */
  public TextJob(TextModel model, PrintStream out) {
    this.model = model;
    this.out = out;
  }

  /** Lines that went to the model together, and the answers to the valid ones among them. */
  private record Chunk(
      List<TextLine> lines, CompletableFuture<? extends List<? extends Message>> answers) {}

  /**
   * Runs the job to the end of the input.
   *
   * @return whether every line was valid
   * @throws java.util.concurrent.CompletionException when the model fails; the lines before it are
   *     printed then
   */
  public boolean run(InputStream in) throws IOException {
    try (LineReader lines = new LineReader(in, MAX_LINE_BYTES)) {
      while (true) {
        if (gathered.size() == model.batch()) {
          send();
        } else if (!lines.isBuffered() && in.available() == 0) {
          send();
          printAll();
        }
        if (!lines.next()) {
          break;
        }
        take(lines);
      }
    }
    send();
    printAll();
    return clean;
  }

  private void take(LineReader lines) {
    gathered.add(
        lines.tooLong()
            ? new TextLine.Invalid(
                lines.number(),
                Optional.empty(),
                "the line must have at most " + MAX_LINE_BYTES + " bytes")
            : TextLine.parse(lines.number(), lines.line()));
  }

  private void send() {
    if (gathered.isEmpty()) {
      return;
    }
    List<TextLine> lines = gathered;
    gathered = new ArrayList<>();
    List<String> texts =
        lines.stream()
            .filter(TextLine.Valid.class::isInstance)
            .map(line -> ((TextLine.Valid) line).text())
            .toList();
    inFlight.add(new Chunk(lines, texts.isEmpty() ? none() : ask(texts)));
    while (inFlight.size() > MAX_IN_FLIGHT) {
      printFirst();
    }
  }

  private CompletableFuture<? extends List<? extends Message>> ask(List<String> texts) {
    CompletionStage<List<? extends Message>> answers = model.answer(texts);
    return answers.toCompletableFuture();
  }

  private static CompletableFuture<List<Message>> none() {
    return CompletableFuture.completedFuture(List.of());
  }

  private void printAll() {
    while (!inFlight.isEmpty()) {
      printFirst();
    }
    out.flush();
  }

  private void printFirst() {
    Chunk chunk = inFlight.remove();
    List<? extends Message> answers = chunk.answers().join();
    int next = 0;
    for (TextLine line : chunk.lines()) {
      switch (line) {
        case TextLine.Valid valid ->
            out.println(model.line(valid.id(), valid.text(), answers.get(next++)));
        case TextLine.Invalid invalid -> {
          clean = false;
          out.println(json(invalid));
        }
      }
    }
  }

  private static String json(TextLine.Invalid invalid) {
    ObjectNode line = MAPPER.createObjectNode();
    line.put("id", invalid.id().orElse(null));
    line.put("line", invalid.number());
    line.put("error", invalid.error());
    try {
      return MAPPER.writeValueAsString(line);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("an error line that has no JSON (a bug)", e);
    }
  }
}

package chatwarden.mlops.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MonitorCommandTest {
  @TempDir Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void filesWithoutADifferenceEndWithZero() throws IOException {
    int status = run(csv("a.csv", 1_500, 1, -2), csv("b.csv", 800, 2, -2));

    assertThat(status).as(out + " " + err).isZero();
    assertThat(out.toString()).contains("offensive_probability", "text_length", "stable");
  }

  @Test
  void aShiftOfTheProbabilityEndsWithOneAndIsInTheReport() throws IOException {
    Path report = folder.resolve("drift.html");
    int status =
        run(csv("a.csv", 1_500, 1, -2), csv("b.csv", 800, 2, -1), "--report", report.toString());

    assertThat(status).as(out + " " + err).isEqualTo(1);
    assertThat(out.toString()).containsPattern("offensive_probability +- +drifted");
    assertThat(report).content().contains("<svg", "offensive_probability", "reference");
  }

  @Test
  void jsonLinesAreReadAndJsonIsWritten() throws IOException {
    Path lines = folder.resolve("c.jsonl");
    List<String> rows = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      rows.add("{\"text\":\"chào %d\",\"flagged\":%b}".formatted(i, i % 10 == 0));
    }
    Files.write(lines, rows);

    int status = run(lines, lines, "--json");

    assertThat(status).as(out + " " + err).isZero();
    assertThat(out.toString()).contains("\"drifted\" : false", "\"column\" : \"flagged\"");
  }

  @Test
  void aTopicThatIsNewIsNamedByTheWordsOfManyAuthors() throws IOException {
    Path before = authored("before.csv", 1_400, "good evening game");
    Path now = authored("now.csv", 400, "good evening election");
    Path report = folder.resolve("texts.html");

    int status = run(before, now, "--texts", "--report", report.toString());

    assertThat(status).as(out + " " + err).isEqualTo(1);
    assertThat(out.toString()).containsPattern("texts +state").contains("evening election");
    assertThat(report).content().contains("evening election", "95 % interval");
    assertThat(run(before, authored("same.csv", 400, "good evening game"), "--texts", "--json"))
        .isZero();
    assertThat(out.toString()).contains("\"auc\" : 0.");
  }

  @Test
  void filesWithoutAuthorsAreNotSeparated() throws IOException {
    Path file = csv("a.csv", 300, 1, -2);

    assertThat(run(file, file, "--texts")).isEqualTo(2);
    assertThat(err.toString()).contains("has no rows with the columns text and author");
  }

  @Test
  void aWrongRowIsNamed() throws IOException {
    Path wrong = folder.resolve("d.csv");
    Files.writeString(wrong, "text,probability\r\nchào,0.5\r\nhi,1.5\r\n");

    assertThat(run(wrong, wrong)).isEqualTo(2);
    assertThat(err.toString()).contains("row 2: probability: 1.5 (expected: in [0, 1])");
  }

  @Test
  void aWindowThatIsNeitherFileNorTimeIsRefused() {
    assertThat(run(Path.of("yesterday"), Path.of("today"))).isEqualTo(2);
    assertThat(err.toString()).contains("--reference", "expected: a file, or FROM..TO");
  }

  @Test
  void withoutWindowsTheLastDayIsComparedWithTheWeekBefore() {
    int status =
        TrainingCommand.commandLine(new PrintWriter(out), new PrintWriter(err))
            .execute("monitor", "--data-dir", folder.toString());

    assertThat(status).isEqualTo(2);
    assertThat(err.toString()).contains("--redis: no platform runs on " + folder);
    assertThat(run(folder.resolve("none"), folder)).isEqualTo(2);
  }

  private int run(Path reference, Path current, String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "monitor", "--reference", reference.toString(), "--current", current.toString()));
    arguments.addAll(List.of(more));
    return TrainingCommand.commandLine(new PrintWriter(out), new PrintWriter(err))
        .execute(arguments.toArray(String[]::new));
  }

  private Path authored(String name, int rows, String words) throws IOException {
    Random random = new Random(rows);
    String[] all = words.split(" ");
    List<String> lines = new ArrayList<>(List.of("text,author"));
    for (int i = 0; i < rows; i++) {
      int first = random.nextInt(all.length);
      lines.add(
          "%s %s,a%d"
              .formatted(all[first], all[Math.min(first + 1, all.length - 1)], random.nextInt(50)));
    }
    return Files.write(folder.resolve(name), lines);
  }

  private Path csv(String name, int rows, int seed, double mean) throws IOException {
    Random random = new Random(seed);
    List<String> lines = new ArrayList<>(List.of("text,probability"));
    for (int i = 0; i < rows; i++) {
      double probability = 1 / (1 + Math.exp(-(mean + random.nextGaussian())));
      String text = "a".repeat(1 + random.nextInt(40));
      lines.add(String.format(Locale.ROOT, "%s,%.6f", text, probability));
    }
    Path file = folder.resolve(name);
    Files.write(file, lines);
    return file;
  }
}

package chatwarden.mlops.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingCommandTest {
  @TempDir Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void cardOfAModelHasTheDescriptionOfItsData() throws IOException {
    writeData(folder);
    Files.writeString(
        folder.resolve("dataset.yaml"),
        "name: Own chat\nlicence: CC BY 4.0\nlimits: [Only greetings.]\n");

    int trained =
        run(
            "train",
            "stage1",
            "--language",
            "en",
            "--data",
            folder.toString(),
            "--models",
            models(),
            "--name",
            "own");

    assertThat(trained).as(err.toString()).isZero();
    assertThat(folder.resolve("models/own/1/MODEL_CARD.md"))
        .content()
        .contains("Name: Own chat. Source: not stated. Licence: CC BY 4.0.", "- Only greetings.");
  }

  @Test
  void trainsAndEvaluatesOnAnothersData() throws IOException {
    writeData(folder);

    int trained =
        run(
            "train",
            "stage1",
            "--language",
            "en",
            "--data",
            folder.toString(),
            "--models",
            models(),
            "--name",
            "own",
            "--trials",
            "2",
            "--baseline");
    int evaluated =
        run(
            "evaluate",
            "--model",
            "own@1",
            "--data",
            folder.resolve("dev.csv").toString(),
            "--models",
            models(),
            "--report",
            folder.resolve("figures.html").toString());

    assertThat(trained).as(err.toString()).isZero();
    assertThat(evaluated).as(err.toString()).isZero();
    assertThat(err.toString())
        .contains("data file=train.csv rows=240 sha256=", "search trial=2 of=2");
    assertThat(out.toString())
        .contains(
            "| macro-F1 |",
            "PR-AUC HATE",
            "obfuscated dev",
            "| vote of the four | ",
            "| AdaBoost | ",
            "wrote ",
            "model=own@1 rows=60");
    assertThat(folder.resolve("models/own/1/MODEL_CARD.md"))
        .content()
        .contains(
            "| random forest |",
            "Name: not stated. Source: not stated. Licence: not stated.",
            "no column that flags such rows",
            "Settings: the best of 2 trials")
        .doesNotContain("Davidson", "ViHSD", "MIT", "Left out: 0 rows");
    assertThat(folder.resolve("models/own/1/report.html"))
        .content()
        .contains("Vote of the classic baseline", "knn.neighbours");
    assertThat(folder.resolve("models/own/1"))
        .isDirectoryContaining("glob:**/weights.safetensors")
        .isDirectoryContaining("glob:**/model.yaml")
        .isDirectoryContaining("glob:**/MODEL_CARD.md")
        .isDirectoryContaining("glob:**/report.html");
    assertThat(folder.resolve("figures.html")).content().contains("<svg", "Reliability");
  }

  @Test
  void searchIsKeptInItsJournalAndShownInTheReport() throws IOException {
    writeData(folder);
    Path journal = folder.resolve("search.journal");

    int trained =
        run(
            "train",
            "stage1",
            "--language",
            "en",
            "--data",
            folder.toString(),
            "--models",
            models(),
            "--name",
            "own",
            "--trials",
            "4",
            "--workers",
            "2",
            "--sampler",
            "random",
            "--pruner",
            "halving",
            "--journal",
            journal.toString());

    assertThat(trained).as(err.toString()).isZero();
    assertThat(err.toString())
        .containsPattern("search study=en-linear-[0-9a-f]{12} sampler=random pruner=halving")
        .contains("search trial=4 of=4", "search winner=");
    assertThat(journal).content().contains("completed_rung_0", "chatwarden:winner");
    assertThat(folder.resolve("models/own/1/report.html"))
        .content()
        .contains(
            "The best of 4 trials (sampler random, pruner halving)",
            "Loss of each trial, and the lowest so far",
            "aria-label=\"Loss by copies.weight\"",
            "PED-ANOVA",
            "<tr class=\"winner\">");
  }

  @Test
  void aTaggerIsScoredOnAnnotatedTexts() throws IOException {
    Path file = folder.resolve("spans.csv");
    Files.writeString(
        file, "text,spans\nyou idiot,\"[4, 5, 6, 7, 8]\"\nan idiot!,\"[3, 4, 5, 6, 7]\"\n");

    int status =
        run("evaluate", "--model", "en-crf", "--data", file.toString(), "--models", "../models");

    assertThat(status).as(err.toString()).isZero();
    assertThat(out.toString())
        .contains("model=en-crf@", "rows=2", "| all | 1.0000 [1.0000, 1.0000] | 2 |");
  }

  @Test
  void whatIsMissingOrWrongIsNamed() throws IOException {
    assertThat(run("train", "stage1", "--language", "vi")).isEqualTo(2);
    assertThat(err.toString()).contains("--data");
    assertThat(run("train", "stage1", "--language", "xx", "--data", ".")).isEqualTo(2);
    assertThat(err.toString()).contains("--language");
    assertThat(run("train", "stage1", "--language", "vi", "--data", ".", "--workers", "0"))
        .isEqualTo(2);
    assertThat(err.toString()).contains("--workers: 0 (expected: 1 to 64)");
    assertThat(run("train", "stage1", "--language", "vi", "--data", "no/such/folder")).isEqualTo(2);
    assertThat(err.toString()).contains("no such folder: no/such/folder");
    assertThat(trainOn(folder, "stage1", "vi")).isEqualTo(2);
    assertThat(err.toString()).contains("cannot read the file");
    assertThat(trainOn(folder, "stage2", "en")).isEqualTo(2);
    assertThat(err.toString()).contains("toxic-spans");
    assertThat(run("evaluate", "--model", "x", "--data", "none.csv")).isEqualTo(2);
    assertThat(err.toString()).contains("none.csv");
    writeData(folder);
    assertThat(
            run(
                "evaluate",
                "--model",
                "x",
                "--data",
                folder.resolve("dev.csv").toString(),
                "--models",
                folder.toString()))
        .isEqualTo(2);
    assertThat(err.toString()).contains("no model x in");
    assertThat(err.toString()).doesNotContain("a bug");
  }

  private int trainOn(Path data, String stage, String language) {
    String models = folder.resolve("models").toString();
    return run(
        "train", stage, "--language", language, "--data", data.toString(), "--models", models);
  }

  @Test
  void onATerminalCountedLinesAreDrawnOverEachOther() {
    PrintWriter writer = new PrintWriter(out);
    try (ProgressBar progress = ProgressBar.to(writer, true)) {
      progress.accept("cross-fitting fold=1 of=4");
      progress.accept("cross-fitting fold=2 of=4");
      progress.accept("final fit");
    }
    assertThat(out.toString().lines().toList()).last().isEqualTo("final fit");
    assertThat(out.toString()).contains("\r\u001b[2Kcross-fitting [############------------] 2/4");
  }

  @Test
  void elsewhereLinesArePlain() {
    try (ProgressBar progress = ProgressBar.to(new PrintWriter(out), false)) {
      progress.accept("cross-fitting fold=1 of=4");
    }
    assertThat(out.toString()).isEqualTo("cross-fitting fold=1 of=4" + System.lineSeparator());
  }

  private String models() {
    return folder.resolve("models").toString();
  }

  private int run(String... arguments) {
    return TrainingCommand.commandLine(new PrintWriter(out, true), new PrintWriter(err, true))
        .execute(arguments);
  }

  static void writeData(Path folder) throws IOException {
    Files.writeString(folder.resolve("train.csv"), rows(240, 0));
    Files.writeString(folder.resolve("dev.csv"), rows(60, 1000));
  }

  private static String rows(int count, int from) {
    StringBuilder csv = new StringBuilder("text,label\n");
    String[] marks = {"lovely", "stupid", "vermin"};
    String[] labels = {"CLEAN", "OFFENSIVE", "HATE"};
    for (int i = 0; i < count; i++) {
      csv.append("what a ")
          .append(marks[i % 3])
          .append(" thing number x")
          .append((from + i) * 7919);
      csv.append("y,").append(labels[i % 3]).append('\n');
    }
    return csv.toString();
  }
}

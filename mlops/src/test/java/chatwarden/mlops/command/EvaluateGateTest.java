package chatwarden.mlops.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvaluateGateTest {

  @TempDir private Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeEach
  void trainCandidate() throws IOException {
    TrainingCommandTest.writeData(folder);
    assertThat(train("candidate", folder)).as(err.toString()).isZero();
  }

  @Test
  void firstVersionPasses() {
    assertThat(gate("served")).as(err.toString()).isZero();
    assertThat(out.toString()).contains("own@1 is the first version of own");
    assertThat(folder.resolve("gate.json")).content().contains("\"version before\":\"none\"");
  }

  @Test
  void candidateAsGoodAsTheServedVersionPasses() throws IOException {
    assertThat(train("served", folder, "--seed", "7")).isZero();

    assertThat(gate("served")).as(err.toString()).isZero();

    assertThat(out.toString()).contains("Against version 1", "passed: own@1");
    assertThat(folder.resolve("gate.json")).content().contains("\"passed\":\"true\"");
  }

  @Test
  void candidateWithTheFilesOfTheServedVersionIsStopped() throws IOException {
    assertThat(train("served", folder)).isZero();

    assertThat(gate("served")).as(err.toString()).isEqualTo(1);

    assertThat(out.toString()).contains("stopped: own@1 has the files of own@1");
    assertThat(folder.resolve("gate.json")).content().contains("\"same\":\"true\"");
  }

  @Test
  void worseCandidateIsStopped() throws IOException {
    Path shuffled = Files.createDirectories(folder.resolve("shuffled"));
    TrainingCommandTest.writeData(shuffled);
    swapLabels(shuffled.resolve("train.csv"));
    assertThat(train("served", folder)).isZero();
    assertThat(train("worse", shuffled)).isZero();

    assertThat(gate("served", "worse")).as(err.toString()).isEqualTo(1);

    assertThat(out.toString()).contains("stopped: own@1, worse in macro-F1");
  }

  @Test
  void candidateIsNumberedAfterTheServedVersions() throws IOException {
    assertThat(train("served", folder)).isZero();

    int status = train("next", folder, "--numbered-after", folder.resolve("served").toString());

    assertThat(status).as(err.toString()).isZero();
    assertThat(folder.resolve("next/own/2/model.yaml")).content().contains("version: \"2\"");
  }

  private static void swapLabels(Path file) throws IOException {
    String text = Files.readString(file);
    Files.writeString(
        file,
        text.replace(",HATE", ",other").replace(",CLEAN", ",HATE").replace(",other", ",CLEAN"));
  }

  private int gate(String served) {
    return gate(served, "candidate");
  }

  private int gate(String served, String candidate) {
    return run(
        List.of("evaluate", "gate", "--model", "own", "--language", "en"),
        List.of("--candidate", folder.resolve(candidate).toString()),
        List.of("--data", folder.toString(), "--models", folder.resolve(served).toString()),
        List.of("--json", folder.resolve("gate.json").toString()));
  }

  private int train(String models, Path data, String... more) {
    return run(
        List.of("train", "stage1", "--language", "en", "--name", "own", "--data", data.toString()),
        List.of("--models", folder.resolve(models).toString()),
        List.of(more));
  }

  @SafeVarargs
  private int run(List<String>... parts) {
    List<String> arguments = new ArrayList<>();
    for (List<String> part : parts) {
      arguments.addAll(part);
    }
    return TrainingCommand.commandLine(new PrintWriter(out, true), new PrintWriter(err, true))
        .execute(arguments.toArray(String[]::new));
  }
}

package chatwarden.mlops.stagetwo;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import chatwarden.inference.crf.CrfTagger;
import chatwarden.inference.loader.TaggerLoaders;
import chatwarden.inference.tagger.SpanTagging;
import chatwarden.mlops.run.ServedVersion;
import chatwarden.mlops.run.TrainingOutcome;
import chatwarden.mlops.run.TrainingRun;
import chatwarden.mlops.run.VersionTarget;
import chatwarden.testing.model.ShippedModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StageTwoTrainingTest {

  @TempDir private Path folder;

  @Test
  void learnsWhichWordIsMarkedAndWritesAModelThatOpens() throws IOException {
    TinySpans.write(folder);
    TrainingOutcome<SpanData, TaggerModel, SpanFigures> outcome = train("a");
    assertThat(outcome.figures().metrics().all().mean()).isGreaterThan(0.95);
    try (CrfTagger tagger = CrfTagger.open(outcome.directory())) {
      SpanTagging tagging = tagger.tag(List.of("hôm nay kwyjibo đi chơi")).getFirst();
      assertThat(tagging.spans()).hasSize(1);
      assertThat(tagging.spans().getFirst().start()).isEqualTo(8);
      assertThat(tagging.spans().getFirst().end()).isEqualTo(15);
      assertThat(tagger.tag(List.of("hôm nay trời đẹp")).getFirst().spans()).isEmpty();
    }
  }

  @Test
  void sameDataAndSeedGiveTheSameBytes() throws IOException {
    TinySpans.write(folder);
    Path first = train("a").directory();
    Path second = train("b").directory();
    for (String file : List.of("weights.safetensors", "model.yaml", "MODEL_CARD.md")) {
      assertThat(first.resolve(file)).hasSameBinaryContentAs(second.resolve(file));
    }
  }

  @Test
  void trainingTextsThatStandInTheDevelopmentSetAreLeftOut() throws IOException {
    TinySpans.write(folder);
    Path train = folder.resolve("data/vihos/train.csv");
    Files.writeString(train, Files.readString(train) + "TRỜI   ĐẸP   quá,[]\n");
    Path dev = folder.resolve("data/vihos/dev.csv");
    Files.writeString(dev, Files.readString(dev) + "trời đẹp quá,[]\n");
    TrainingOutcome<SpanData, TaggerModel, SpanFigures> outcome = train("a");
    assertThat(outcome.data().leftOut()).isEqualTo(1);
    assertThat(outcome.data().train().size()).isEqualTo(400);
  }

  @Test
  void tokensAreWrittenAsTheNetworkReadsThem() throws IOException {
    TinySpans.write(folder);
    Path tokens = folder.resolve("tokens");
    export(line -> {}, tokens);

    List<String> train = Files.readAllLines(tokens.resolve("train.jsonl"));
    assertThat(train).hasSize(400);
    assertThat(train).filteredOn(line -> line.startsWith("{\"fold\":2,")).hasSizeBetween(130, 136);
    assertThat(train.getFirst())
        .matches("\\{\"fold\":\\d,\"s\":\\[.+],\"e\":\\[.+],\"y\":\\[0,0,0,1,.*]],\"m\":\\[.+]}");
    assertThat(Files.readAllLines(tokens.resolve("crf-train.jsonl")))
        .hasSize(400)
        .allMatch(line -> line.matches("\\{\"clean\":.+,\"whole\":0[.]\\d+.*,\"b\":.+}"));
    assertThat(tokens.resolve("whole.safetensors")).isNotEmptyFile();
    assertThat(tokens.resolve("dev.jsonl")).content().contains("\"fold\":-1");
    assertThat(Files.readAllLines(tokens.resolve("reference.jsonl")))
        .hasSameSizeAs(Files.readAllLines(tokens.resolve("reference.txt")));
    try (CrfTagger tagger = CrfTagger.open(tokens)) {
      assertThat(tagger.tag(List.of("nay kwyjibo đi")).getFirst().spans()).hasSize(1);
    }
  }

  @Test
  void theJudgeLearnsFromCleanTextsOfTheOtherSetUnlessTheySeeAnEvaluation() throws IOException {
    TinySpans.write(folder);
    Path set = folder.resolve("data/vihos");
    String first = Files.readAllLines(set.resolve("train.csv")).get(2).split(",")[0];
    String held = Files.readAllLines(set.resolve("dev.csv")).get(2).split(",")[0];
    Path other = Files.createDirectories(folder.resolve("data/vihsd")).resolve("train.csv");
    Files.writeString(
        other,
        "text,label,in_vihsd_test,in_vihos_test\n"
            + "ta đi kwyjibo thôi,CLEAN,0,0\n".repeat(2)
            + "trong bài thi,CLEAN,0,1\n"
            + ("TRONG  bài thi!,CLEAN,0,0\n" + first + ",CLEAN,0,0\n")
            + (held.toUpperCase(Locale.ROOT) + ",CLEAN,0,0\n")
            + "xấu,HATE,0,0\n");
    Path tokens = folder.resolve("tokens");
    List<String> progress = new ArrayList<>();
    export(progress::add, tokens);
    assertThat(progress).contains("read train=400 left-out=0 dev=100 clean=1");
    Path judge = tokens.resolve("whole.safetensors");
    byte[] taught = Files.readAllBytes(judge);
    Files.delete(other);
    export(line -> {}, tokens);
    assertThat(judge).content(ISO_8859_1).isNotEqualTo(new String(taught, ISO_8859_1));
  }

  @Test
  void cardAndManifestSayWhatTheModelIs() throws IOException {
    TinySpans.write(folder);
    Files.writeString(
        folder.resolve("data/vihos/dataset.yaml"),
        "name: Own spans\nlicence: CC BY 4.0\nusage: research\n");
    Path directory = train("a").directory();
    assertThat(directory.resolve("model.yaml"))
        .content()
        .contains(
            "name: tiny",
            "version: \"1\"",
            "task: span-tagging",
            "format: chatwarden-crf",
            "usage: research")
        .containsPattern("sha256: [0-9a-f]{64}\n");
    assertThat(directory.resolve("MODEL_CARD.md"))
        .content()
        .contains(
            "Name: Own spans. Source: not stated. Licence: CC BY 4.0. Usage: research.",
            "seed 5",
            "| with spans |")
        .doesNotContain("ViHOS", "MIT", "test split");
  }

  @Test
  void aVersionThatIsWorseBeyondNoiseStaysAside() throws IOException {
    TinySpans.write(folder);
    train("a");
    Path file = folder.resolve("data/vihos/train.csv");
    Files.writeString(file, Files.readString(file).replaceAll("\"\\[.+?]\"", "[]"));

    TrainingOutcome<SpanData, TaggerModel, SpanFigures> outcome = train("a", "2");

    assertThat(outcome.accepted()).isFalse();
    assertThat(outcome.gate().orElseThrow().version()).isEqualTo("1");
    assertThat(folder.resolve("a/tiny/2")).doesNotExist();
    assertThat(folder.resolve("a/tiny/.refused-2/MODEL_CARD.md"))
        .content()
        .contains("Against version 1 on the same texts: -");
    assertThat(folder.resolve("a/tiny/.refused-2/report.html"))
        .content()
        .contains("<h2>Gate</h2>", "F1 of version 1", "<th>passed</th><td>false</td>");
  }

  @Test
  void aVersionAsGoodAsTheOneBeforeTakesItsPlace() throws IOException {
    TinySpans.write(folder);
    train("a");
    Files.writeString(
        folder.resolve("data/vihos/train.csv"), "xin chào,[]\n", StandardOpenOption.APPEND);

    TrainingOutcome<SpanData, TaggerModel, SpanFigures> outcome = train("a", "2");

    assertThat(outcome.gate().orElseThrow().test().difference()).isZero();
    assertThat(folder.resolve("a/tiny/2/report.html")).content().contains("train.csv", "401 rows");
    assertThat(folder.resolve("a/tiny/.training-2")).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource({
    "vi-crf, vihos, 0.80",
    "vi-averaged, vihos, 0.82",
    "en-crf, toxic-spans, 0.65",
    "en-averaged, toxic-spans, 0.67"
  })
  void shippedModelReachesItsAimOnTheDevelopmentSet(String model, String set, double aim)
      throws IOException {
    Path newest = ShippedModel.newest(model);
    Path dev = Path.of("..", "..", "shared", "data", set, "dev.csv");
    assumeTrue(Files.isReadable(dev), "needs the data set " + set + " beside the project");
    double f1 =
        ServedVersion.with(
            TaggerLoaders.task(),
            newest,
            lease -> SpanFigures.of(lease.model(), SpanCorpus.read(dev), 1).metrics().all().mean());
    assertThat(f1).isGreaterThanOrEqualTo(aim);
  }

  private TrainingOutcome<SpanData, TaggerModel, SpanFigures> train(String models)
      throws IOException {
    return train(models, "1");
  }

  private TrainingOutcome<SpanData, TaggerModel, SpanFigures> train(String models, String version)
      throws IOException {
    VersionTarget target = new VersionTarget(folder.resolve(models), "tiny", version);
    return new TrainingRun<>(target, new CrfRecipe(TinySpans.plan(folder), line -> {}), line -> {})
        .run();
  }

  private void export(Consumer<String> progress, Path tokens) throws IOException {
    SpanData data = SpanData.read(TinySpans.plan(folder), progress);
    new TokenExport(TinySpans.plan(folder).crf(), TinySpans.plan(folder).seed(), progress)
        .write(data, tokens);
  }
}

package chatwarden.trainer.tagging;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import chatwarden.inference.crf.CrfTagger;
import chatwarden.inference.loader.TaggerLoaders;
import chatwarden.inference.tagger.SpanTagger;
import chatwarden.inference.tagger.SpanTagging;
import chatwarden.repository.ModelId;
import chatwarden.repository.ModelLease;
import chatwarden.repository.ModelRepository;
import chatwarden.repository.VersionPolicy;
import chatwarden.testing.model.ShippedModel;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StageTwoTrainingTest {

  private static final List<String> PLAIN =
      List.of("hôm", "nay", "trời", "đẹp", "ta", "đi", "chơi");

  @TempDir private Path folder;

  @Test
  void learnsWhichWordIsMarkedAndWritesAModelThatOpens() throws IOException {
    writeData();
    StageTwoReport report = train("a");
    assertThat(report.dev().all().mean()).isGreaterThan(0.95);
    try (CrfTagger tagger = CrfTagger.open(report.directory())) {
      SpanTagging tagging = tagger.tag(List.of("hôm nay kwyjibo đi chơi")).getFirst();
      assertThat(tagging.spans()).hasSize(1);
      assertThat(tagging.spans().getFirst().start()).isEqualTo(8);
      assertThat(tagging.spans().getFirst().end()).isEqualTo(15);
      assertThat(tagger.tag(List.of("hôm nay trời đẹp")).getFirst().spans()).isEmpty();
    }
  }

  @Test
  void sameDataAndSeedGiveTheSameBytes() throws IOException {
    writeData();
    Path first = train("a").directory();
    Path second = train("b").directory();
    for (String file : List.of("weights.safetensors", "model.yaml", "MODEL_CARD.md")) {
      assertThat(first.resolve(file)).hasSameBinaryContentAs(second.resolve(file));
    }
  }

  @Test
  void trainingTextsThatStandInTheDevelopmentSetAreLeftOut() throws IOException {
    writeData();
    Path train = folder.resolve("data/vihos/train.csv");
    Files.writeString(train, Files.readString(train) + "TRỜI   ĐẸP   quá,[]\n");
    Path dev = folder.resolve("data/vihos/dev.csv");
    Files.writeString(dev, Files.readString(dev) + "trời đẹp quá,[]\n");
    StageTwoReport report = train("a");
    assertThat(report.leftOut()).isEqualTo(1);
    assertThat(report.trainCount()).isEqualTo(400);
  }

  @Test
  void tokensAreWrittenAsTheNetworkReadsThem() throws IOException {
    writeData();
    Path tokens = folder.resolve("tokens");
    new TokenExport(plan("a"), line -> {}).write(tokens);

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
    writeData();
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
    new TokenExport(plan("a"), progress::add).write(tokens);
    assertThat(progress).contains("wrote tokens train=400 dev=100 clean=1");
    Path judge = tokens.resolve("whole.safetensors");
    byte[] taught = Files.readAllBytes(judge);
    Files.delete(other);
    new TokenExport(plan("a"), line -> {}).write(tokens);
    assertThat(judge).content(ISO_8859_1).isNotEqualTo(new String(taught, ISO_8859_1));
  }

  @Test
  void cardAndManifestSayWhatTheModelIs() throws IOException {
    writeData();
    Files.writeString(
        folder.resolve("data/vihos/dataset.yaml"), "name: Own spans\nlicence: CC BY 4.0\n");
    Path directory = train("a").directory();
    assertThat(directory.resolve("model.yaml"))
        .content()
        .contains("name: tiny", "version: \"1\"", "task: span-tagging", "format: chatwarden-crf")
        .containsPattern("sha256: [0-9a-f]{64}\n");
    assertThat(directory.resolve("MODEL_CARD.md"))
        .content()
        .contains(
            "Name: Own spans. Source: not stated. Licence: CC BY 4.0.", "seed 5", "| with spans |")
        .doesNotContain("ViHOS", "MIT", "test split");
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
    ModelRepository<SpanTagger> models =
        new ModelRepository<>(
            "span-tagging",
            () -> Map.of(new ModelId(model, ShippedModel.version(newest)), newest),
            TaggerLoaders.all(),
            VersionPolicy.ALL,
            new SimpleMeterRegistry());
    models.start();
    try (ModelLease<SpanTagger> lease = models.lease(model)) {
      SpanEvaluation evaluation = SpanEvaluation.of(lease.model(), dev, 1);
      assertThat(evaluation.figures().all().mean()).isGreaterThanOrEqualTo(aim);
    } finally {
      models.close();
    }
  }

  private StageTwoReport train(String models) throws IOException {
    return new StageTwoTraining(plan(models), line -> {}).run();
  }

  private StageTwoPlan plan(String models) {
    return new StageTwoPlan(
        "tiny", "1", SpanSource.VIHOS, folder.resolve("data"), folder.resolve(models), 5, 1, 0.5);
  }

  private void writeData() throws IOException {
    Path set = Files.createDirectories(folder.resolve("data/vihos"));
    Files.writeString(set.resolve("train.csv"), csv(400, 1));
    Files.writeString(set.resolve("dev.csv"), csv(100, 2));
  }

  /** Texts of plain words, no two the same; every other one holds the marked word. */
  private static String csv(int rows, long seed) {
    Random random = new Random(seed);
    StringBuilder csv = new StringBuilder("text,spans\n");
    for (int row = 0; row < rows; row++) {
      StringBuilder text = new StringBuilder();
      StringBuilder spans = new StringBuilder();
      for (int word = 0; word < 6; word++) {
        if (word == 3 && row % 2 == 0) {
          for (int i = 0; i < 7; i++) {
            spans.append(i == 0 ? "" : ", ").append(text.length() + i);
          }
          text.append("kwyjibo ");
        }
        text.append(PLAIN.get(random.nextInt(PLAIN.size()))).append(' ');
      }
      csv.append(text).append(seed * 1000 + row).append(",\"[").append(spans).append("]\"\n");
    }
    return csv.toString();
  }
}

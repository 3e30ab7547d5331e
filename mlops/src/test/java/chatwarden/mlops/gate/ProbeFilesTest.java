package chatwarden.mlops.gate;

import static org.assertj.core.api.Assertions.assertThat;

import chatwarden.inference.loader.ClassifierLoaders;
import chatwarden.mlops.run.ServedVersion;
import chatwarden.testing.model.ShippedModel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

class ProbeFilesTest {
  private static final Path TERMS = Path.of("..", "models", "training", "terms.yaml");

  @TempDir private Path data;

  @Test
  void eachTermIsPutInEachOfItsFrames() throws IOException {
    List<Probe> probes = ProbeFiles.read(TERMS, data, "en");

    assertThat(probes)
        .extracting(Probe::name)
        .containsExactly(
            "harmless sentences by groups flagged",
            "harmless sentences by names flagged",
            "harmless sentences by languages flagged");
    assertThat(probes.getFirst().texts()).contains("I am deaf").hasSizeGreaterThan(200);
    assertThat(probes.getFirst().flagged()).containsOnly(false);
    assertThat(ProbeFiles.read(TERMS, data, "th")).isEmpty();
  }

  @Test
  void sentencesOfAllVarietiesOfALanguageAreOneProbe() throws IOException {
    assertThat(ProbeFiles.read(TERMS, data, "vi").getLast().texts())
        .contains(
            "chào cả nhà, mình mới vào xem", "chao ca nha, minh moi vao xem", "good game everyone")
        .doesNotHaveDuplicates();
    assertThat(ProbeFiles.read(TERMS, data, "en").getLast().texts())
        .contains("he be streaming late every night", "gracias for the gift bro");
  }

  @Test
  void fieldCasesAndGameChatAreReadWhereTheyAreAtHand() throws IOException {
    Path cases = Files.createDirectories(data.resolve("field-cases")).resolve("cases.jsonl");
    Files.writeString(
        cases,
        """
        {"kind":"a","lang":"en","text":"you fool","expect":"flagged (offensiveProbability > 0.3)"}
        {"kind":"a","lang":"en","text":"hello","expect":"not flagged (offensiveProbability <= 0.3)"}
        {"kind":"a","lang":"en","text":"hmm","expect":"language en"}
        {"kind":"a","lang":"vi","text":"chào","expect":"not flagged (offensiveProbability <= 0.3)"}
        """);
    Path corpus = Files.createDirectories(data.resolve("chat-corpus"));
    try (XZOutputStream rows =
        new XZOutputStream(
            Files.newOutputStream(corpus.resolve("labelled.jsonl.xz")), new LZMA2Options())) {
      rows.write(
          """
          {"set":"gametox","split":"dev","language":"en","text":"gg all","labels":["CLEAN"]}
          {"set":"gametox","split":"dev","language":"en","text":"trash team","labels":["OFFENSIVE"]}
          {"set":"gametox","split":"train","language":"en","text":"no","labels":["CLEAN"]}
          {"set":"olid","split":"dev","language":"en","text":"no","labels":["CLEAN"]}
          """
              .getBytes(StandardCharsets.UTF_8));
    }

    List<Probe> probes = ProbeFiles.read(data.resolve("none.yaml"), data, "en");

    assertThat(probes)
        .containsExactly(
            new Probe(
                "field cases flagged otherwise",
                List.of("you fool", "hello"),
                List.of(true, false)),
            new Probe("clean game chat flagged", List.of("gg all"), List.of(false)),
            new Probe("toxic game chat missed", List.of("trash team"), List.of(true)));
  }

  @Test
  void errorIsTheShareThatIsFlaggedOtherwise() throws IOException {
    Probe probe =
        new Probe("three", List.of("chào cả nhà", "đồ ngu", "đồ chó"), List.of(false, true, false));

    double error =
        ServedVersion.with(
            ClassifierLoaders.task(),
            ShippedModel.newest("vi-linear"),
            lease -> probe.error(lease.model()));

    assertThat(error).isEqualTo(1 / 3.0);
  }
}

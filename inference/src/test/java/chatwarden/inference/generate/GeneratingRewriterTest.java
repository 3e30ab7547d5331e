package chatwarden.inference.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chatwarden.inference.loader.RewriterLoaders;
import chatwarden.inference.rewriter.RewriteCandidate;
import chatwarden.inference.rewriter.RewriteVerdict;
import chatwarden.inference.rewriter.Rewriter;
import chatwarden.inference.rewriter.Rewriting;
import chatwarden.repository.ModelFile;
import chatwarden.repository.ModelFiles;
import chatwarden.repository.ModelLoader;
import chatwarden.testing.model.ShippedModel;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Exports with random weights as rewriters, ranked by the rewriter that ships. */
class GeneratingRewriterTest {
  private static final Path EXPORTS = Path.of("src/test/resources/generators");
  private static final Map<String, String> FORMATS =
      Map.of("gpt2", "onnx-causal-lm", "t5", "onnx-seq2seq");

  @TempDir Path models;

  @BeforeEach
  void linkTheTiers() throws IOException {
    for (String name :
        List.of(
            "chat",
            "chat-encoder",
            "chat-spans",
            "vi-linear",
            "en-linear",
            "vi-averaged",
            "en-averaged",
            "chat-rewriter")) {
      Path shipped = ShippedModel.newest(name);
      Path copy = models.resolve(name).resolve(ShippedModel.version(shipped));
      Files.createDirectories(copy);
      try (Stream<Path> files = Files.list(shipped)) {
        for (Path file : files.toList()) {
          link(file.toAbsolutePath().normalize(), copy.resolve(file.getFileName()));
        }
      }
    }
  }

  private static void link(Path file, Path link) throws IOException {
    try {
      Files.createLink(link, file);
    } catch (FileSystemException | UnsupportedOperationException e) {
      Files.copy(file, link); // The temporary folder is on another file system.
    }
  }

  private ModelFiles dropped(String export, String settings) throws IOException {
    Path version = Files.createDirectories(models.resolve(export + "/1"));
    StringBuilder files = new StringBuilder();
    try (Stream<Path> all = Files.list(EXPORTS.resolve(export))) {
      for (Path file : all.filter(f -> !f.endsWith("expected.json")).sorted().toList()) {
        Path copy = Files.copy(file, version.resolve(file.getFileName()));
        ModelFile listed = ModelFile.of(copy);
        files.append("  - {path: %s, sha256: %s}\n".formatted(listed.path(), listed.sha256()));
      }
    }
    String ranker = "chat-rewriter@" + ShippedModel.version(ShippedModel.newest("chat-rewriter"));
    Files.writeString(
        version.resolve("model.yaml"),
        "name: %s\nversion: \"1\"\ntask: rewriting\nformat: %s\nlanguages: [vi, en]\nfiles:\n%stiers: [%s]\nsettings: {%s}\nwarmup: [xin chào]\n"
            .formatted(export, FORMATS.get(export), files, ranker, settings));
    return ModelFiles.open(version);
  }

  private static Rewriter open(ModelFiles files) throws Exception {
    for (ModelLoader<Rewriter> loader : RewriterLoaders.all()) {
      if (loader.format().equals(files.manifest().format())) {
        return loader.open(files);
      }
    }
    throw new IllegalStateException("no loader");
  }

  @ParameterizedTest
  @CsvSource({
    "t5, 'candidates: \"4\"'",
    "t5, 'decoding: greedy'",
    "gpt2, 'prompt: \"Rewrite politely: {text}\\\\nPolite:\", max-new-tokens: \"10\"'",
    "gpt2, 'decoding: sampling, candidates: \"6\", seed: \"3\", top-p: \"0.9\", temperature:"
        + " \"1.5\"'"
  })
  void itsAnswersAreGuardedAndRanked(String export, String settings) throws Exception {
    try (Rewriter rewriter = open(dropped(export, settings))) {
      List<String> found = new ArrayList<>();
      Rewriting answer =
          rewriter.rewrite("you are a stupid idiot", "en", each -> found.add(each.text()));

      assertThat(found).isNotEmpty().doesNotHaveDuplicates();
      assertThat(answer.verdict()).isNotEqualTo(RewriteVerdict.UNCHANGED);
      for (RewriteCandidate candidate : answer.candidates()) {
        assertThat(found).contains(candidate.text());
        assertThat(candidate.method()).isEqualTo("generation");
        assertThat(candidate.fluency()).isBetween(0.0, 1.0);
      }
      assertThat(rewriter.rewrite("you are a stupid idiot", "en", _ -> {})).isEqualTo(answer);
      assertThat(rewriter.rewrite("hello friends", "en", _ -> {}))
          .isEqualTo(Rewriting.unchanged("hello friends"));
    }
  }

  /** Returns the rewriter that ships as another version, which asks a sequence model. */
  private ModelFiles asking(List<String> sequenceFiles) throws IOException {
    Path shipped = ShippedModel.newest("chat-rewriter");
    Path version = Files.createDirectories(models.resolve("chat-rewriter/999"));
    ObjectMapper json = new ObjectMapper();
    ObjectNode rules = (ObjectNode) json.readTree(shipped.resolve("rewriter.json").toFile());
    rules.putObject("sequence").put("longestText", 40).put("extraTokens", 6).putArray("words");
    ((ObjectNode) rules.at("/languages/en")).withArray("generators").add("sequence");
    json.writeValue(version.resolve("rewriter.json").toFile(), rules);
    for (String file : List.of("rewriter.onnx", "tokenizer.json")) {
      link(shipped.resolve(file).toAbsolutePath().normalize(), version.resolve(file));
    }
    for (String file : sequenceFiles) {
      Files.copy(EXPORTS.resolve("sequence").resolve(file), version.resolve(file));
    }
    StringBuilder files = new StringBuilder();
    try (Stream<Path> all = Files.list(version)) {
      for (Path file : all.sorted().toList()) {
        ModelFile listed = ModelFile.of(file);
        files.append("  - {path: %s, sha256: %s}\n".formatted(listed.path(), listed.sha256()));
      }
    }
    String manifest = Files.readString(shipped.resolve("model.yaml"));
    Files.writeString(
        version.resolve("model.yaml"),
        manifest
            .replaceFirst("version: \\S+", "version: \"999\"")
            .replaceFirst("(?s)files:.*?tiers:", "files:\n" + files + "tiers:"));
    return ModelFiles.open(version);
  }

  @Test
  void aRewriterAsksTheSequenceModelAmongItsFiles() throws Exception {
    try (Rewriter rewriter = open(asking(SequenceFormWriter.FILES))) {
      Rewriting answer = rewriter.rewrite("this is a stupid idea", "en", _ -> {});

      assertThat(answer.verdict()).isEqualTo(RewriteVerdict.REWRITTEN);
    }
  }

  @Test
  void aSequenceModelThatIsMissingIsNamed() {
    assertThatThrownBy(() -> open(asking(List.of())))
        .hasMessageEndingWith(
            "generators: sequence (expected: none, or the files of a sequence model)");
  }

  @Test
  void aFileOfASequenceModelThatIsMissingIsNamed() {
    assertThatThrownBy(() -> open(asking(List.of("config.json"))))
        .hasMessageContaining("encoder_model.onnx");
  }

  @Test
  void settingsThatAreWrongAreNamed() {
    assertThatThrownBy(() -> open(dropped("t5", "beams: \"4\"")))
        .hasMessageStartingWith("settings.beams: unknown (expected: one of [candidates,");
    assertThatThrownBy(() -> open(dropped("gpt2", "candidates: \"17\"")))
        .hasMessage("settings.candidates: 17 (expected: a number in [1.0, 16.0])");
  }
}

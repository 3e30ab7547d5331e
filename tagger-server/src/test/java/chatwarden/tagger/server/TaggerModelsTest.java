package chatwarden.tagger.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chatwarden.repository.source.SourceKeys;
import chatwarden.runtime.config.Config;
import chatwarden.runtime.telemetry.Telemetry;
import chatwarden.serving.server.ModelServer;
import chatwarden.tagger.v1.TagSpansResponse;
import chatwarden.tagger.v1.TaggedText;
import chatwarden.tagger.v1.TaggerServiceGrpc;
import chatwarden.testing.model.ShippedModel;
import chatwarden.type.v1.Span;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TaggerModelsTest extends TaggerServerFixture {

  @Test
  void theModelsThatShipShareTheWorkByLanguage() {
    String english = "you are such an idiot, friend";
    TagSpansResponse response = tag(english, "đồ ngu, nói gì vậy");

    assertThat(response.getTaggings(0).getTagging().getModel()).matches("chat-spans@[0-9]+");
    assertThat(response.getTaggings(0).getTagging().getSpansList())
        .extracting(Span::getText)
        .containsExactly("idiot");
    assertThat(response.getTaggings(1).getTagging().getModel()).matches("chat-spans@[0-9]+");
    assertThat(response.getTaggings(1).getTagging().getSpansList())
        .anyMatch(span -> span.getText().contains("ngu"));
  }

  @Test
  void textsGoToTheModelOfTheirLanguage(@TempDir Path root) throws Exception {
    Path shipped = ShippedModel.newest("vi-crf");
    for (String language : List.of("vi", "en")) {
      Path copy =
          Files.createDirectories(
              root.resolve(language + "-copy").resolve(ShippedModel.version(shipped)));
      Files.copy(shipped.resolve("weights.safetensors"), copy.resolve("weights.safetensors"));
      Files.writeString(
          copy.resolve("model.yaml"),
          Files.readString(shipped.resolve("model.yaml"))
              .replace("name: vi-crf", "name: " + language + "-copy")
              .replace("languages: [vi]", "languages: [" + language + "]"));
    }
    Config both = CONFIG.with(SourceKeys.SOURCES, List.of(root.toString()));
    ModelServer bilingual = TaggerServer.SERVICE.listening(both, Telemetry.prometheus());
    bilingual.start();
    try {
      assertThat(
              TaggerServiceGrpc.newBlockingStub(channel(bilingual.target()))
                  .tagSpans(request("hello everyone", "chào mọi người", "I love this song"))
                  .getTaggingsList())
          .extracting(tagged -> tagged.getTagging().getModel())
          .extracting(model -> model.replaceFirst("@.*", ""))
          .containsExactly("en-copy", "vi-copy", "en-copy");
    } finally {
      bilingual.close();
    }
  }

  @Test
  void anExportOfATokenClassifierIsServedAsItIs(@TempDir Path root) throws Exception {
    Path export = Path.of("../inference/src/test/resources/tiny-transformer");
    Path version = Files.createDirectories(root.resolve("dropped-in/1"));
    StringBuilder files = new StringBuilder();
    for (String file : List.of("model.onnx", "tokenizer.json", "config.json")) {
      byte[] content = Files.readAllBytes(export.resolve(file));
      Files.write(version.resolve(file), content);
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(content);
      files.append(
          "  - path: %s\n    sha256: %s\n".formatted(file, HexFormat.of().formatHex(digest)));
    }
    Files.writeString(
        version.resolve("model.yaml"),
        """
        name: dropped-in
        version: "1"
        task: span-tagging
        format: onnx-token-classification
        languages: [vi]
        files:
        %ssettings:
          threshold: "0.4"
        warmup: ["xin chào"]
        """
            .formatted(files));
    Config config = CONFIG.with(SourceKeys.SOURCES, List.of(root.toString()));
    ModelServer served = TaggerServer.SERVICE.listening(config, Telemetry.prometheus());
    served.start();
    try {
      TaggedText tagged =
          TaggerServiceGrpc.newBlockingStub(channel(served.target()))
              .tagSpans(request("😀 thằng ngu này"))
              .getTaggings(0);
      assertThat(tagged.getTagging().getModel()).isEqualTo("dropped-in@1");
      assertThat(tagged.getTagging().getSpansList())
          .anyMatch(span -> span.getText().contains("ngu"));
    } finally {
      served.close();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "crf-share, half, 'a number in (0, 1.0)'",
    "whole-vote, 0.6 0.5 half 1, four numbers",
    "whole-vote, 0.6 0.5, four numbers",
    "whole-vote, 0.6 0.5 NaN 1, four numbers"
  })
  void aSettingThatIsNoNumberIsNamed(
      String setting, String value, String expected, @TempDir Path root) throws Exception {
    Path shipped = ShippedModel.newest("vi-averaged");
    String number = ShippedModel.version(shipped);
    Path version = Files.createDirectories(root.resolve("vi-averaged").resolve(number));
    for (String file :
        List.of(
            "network.onnx", "embeddings.safetensors", "weights.safetensors", "whole.safetensors")) {
      Files.copy(shipped.resolve(file), version.resolve(file));
    }
    Files.writeString(
        version.resolve("model.yaml"),
        Files.readString(shipped.resolve("model.yaml"))
            .replaceFirst(setting + ": .*", setting + ": " + value));
    Config config = CONFIG.with(SourceKeys.SOURCES, List.of(root.toString()));

    assertThatThrownBy(() -> TaggerServer.SERVICE.listening(config, Telemetry.prometheus()).start())
        .hasMessageContaining(
            "vi-averaged@%s: settings.%s: %s (expected: %s)"
                .formatted(number, setting, value, expected));
  }
}

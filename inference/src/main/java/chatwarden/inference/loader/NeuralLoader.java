package chatwarden.inference.loader;

import chatwarden.inference.crf.CrfTagger;
import chatwarden.inference.crf.TextVote;
import chatwarden.inference.neural.NetworkFiles;
import chatwarden.inference.neural.NeuralTagger;
import chatwarden.inference.onnx.ExternalData;
import chatwarden.inference.tagger.SpanTagger;
import chatwarden.repository.ModelFiles;
import chatwarden.repository.ModelLoader;
import chatwarden.repository.ModelManifest;
import chatwarden.runtime.error.FaultCode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * Opens models of the format {@code chatwarden-neural}: networks in {@code network.onnx} and {@code
 * embeddings.safetensors}, averaged with the CRF in {@code weights.safetensors} where the manifest
 * lists one, and with it the judge of whole texts in {@code whole.safetensors}. Settings: {@code
 * clean-odds}, by default 1, {@code crf-share}, by default 0.5, and with a judge {@code
 * whole-vote}: the four numbers of {@link TextVote}, with spaces between them.
 */
final class NeuralLoader implements ModelLoader<SpanTagger> {

  private static final String WHOLE = "whole";
  private static final String VOTE = "whole-vote";

  @Override
  public String format() {
    return "chatwarden-neural";
  }

  @Override
  public SpanTagger open(ModelFiles files) throws IOException {
    ModelManifest manifest = files.manifest();
    NetworkFiles network =
        new NetworkFiles(
            files.path(NetworkFiles.NETWORK), WeightPaths.of(files, NetworkFiles.EMBEDDINGS));
    ExternalData.requireListed(files::path, NetworkFiles.NETWORK);
    double cleanOdds = NumberSetting.of(manifest, "clean-odds", 1, Double.MAX_VALUE);
    if (!WeightPaths.has(manifest, CrfTagger.WEIGHTS)) {
      return NeuralTagger.open(network, cleanOdds);
    }
    Path crf = WeightPaths.of(files, CrfTagger.WEIGHTS);
    double crfShare = NumberSetting.of(manifest, "crf-share", 0.5, 1);
    if (!WeightPaths.has(manifest, WHOLE)) {
      return NeuralTagger.open(network, crf, crfShare, cleanOdds);
    }
    return NeuralTagger.open(
        network, crf, crfShare, WeightPaths.of(files, WHOLE), vote(manifest), cleanOdds);
  }

  private static TextVote vote(ModelManifest manifest) {
    String value = manifest.settings().getOrDefault(VOTE, "none");
    try {
      double[] v =
          Arrays.stream(value.strip().split(" +")).mapToDouble(Double::parseDouble).toArray();
      if (v.length == 4) {
        return new TextVote(v[0], v[1], v[2], v[3]);
      }
    } catch (IllegalArgumentException e) {
      // Reported below, with the expectation.
    }
    throw FaultCode.FAILED_PRECONDITION.exception(
        "MODEL_BROKEN",
        "%s: settings.%s: %s (expected: four numbers)".formatted(manifest.id(), VOTE, value));
  }

  @Override
  public void warm(SpanTagger model, List<String> texts) {
    // ONNX Runtime keeps memory by shape: the usual sizes are asked for once.
    for (int copies : new int[] {1, 16, 64}) {
      model.tag(
          texts.stream()
              .flatMap(t -> java.util.stream.Stream.generate(() -> t).limit(copies))
              .toList());
    }
  }
}

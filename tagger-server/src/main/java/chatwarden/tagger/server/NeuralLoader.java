package chatwarden.tagger.server;

import chatwarden.serving.repository.ModelFiles;
import chatwarden.serving.repository.ModelLoader;
import chatwarden.serving.repository.ModelManifest;
import chatwarden.tagger.crf.CrfTagger;
import chatwarden.tagger.model.SpanTagger;
import chatwarden.tagger.neural.NeuralTagger;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Opens models of the format {@code chatwarden-neural}: networks in {@code network.onnx}, averaged
 * with the CRF in {@code weights.bin} where the manifest lists one. Settings: {@code clean-odds},
 * by default 1, and {@code crf-share}, by default 0.5.
 */
final class NeuralLoader implements ModelLoader<SpanTagger> {

  private static final String NETWORK_FILE = "network.onnx";

  @Override
  public String format() {
    return "chatwarden-neural";
  }

  @Override
  public SpanTagger open(ModelFiles files) throws IOException {
    ModelManifest manifest = files.manifest();
    Path network = files.path(NETWORK_FILE);
    double cleanOdds = NumberSetting.of(manifest, "clean-odds", 1, Double.MAX_VALUE);
    boolean averaged =
        manifest.files().stream().anyMatch(file -> file.path().equals(CrfTagger.WEIGHTS_FILE));
    return averaged
        ? NeuralTagger.open(
            network,
            files.path(CrfTagger.WEIGHTS_FILE),
            NumberSetting.of(manifest, "crf-share", 0.5, 1),
            cleanOdds)
        : NeuralTagger.open(network, cleanOdds);
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

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
 * with the CRF in {@code weights.bin} where the manifest lists one, and with it the judge of whole
 * texts in {@code whole.bin}. Settings: {@code clean-odds}, by default 1, {@code crf-share}, by
 * default 0.5, and {@code whole-share}, by default 0.2.
 */
final class NeuralLoader implements ModelLoader<SpanTagger> {

  private static final String NETWORK_FILE = "network.onnx";
  private static final String WHOLE_FILE = "whole.bin";

  @Override
  public String format() {
    return "chatwarden-neural";
  }

  @Override
  public SpanTagger open(ModelFiles files) throws IOException {
    ModelManifest manifest = files.manifest();
    Path network = files.path(NETWORK_FILE);
    double cleanOdds = NumberSetting.of(manifest, "clean-odds", 1, Double.MAX_VALUE);
    if (!lists(manifest, CrfTagger.WEIGHTS_FILE)) {
      return NeuralTagger.open(network, cleanOdds);
    }
    Path crf = files.path(CrfTagger.WEIGHTS_FILE);
    double crfShare = NumberSetting.of(manifest, "crf-share", 0.5, 1);
    if (!lists(manifest, WHOLE_FILE)) {
      return NeuralTagger.open(network, crf, crfShare, cleanOdds);
    }
    double wholeShare = NumberSetting.of(manifest, "whole-share", 0.2, 1);
    return NeuralTagger.open(network, crf, crfShare, files.path(WHOLE_FILE), wholeShare, cleanOdds);
  }

  private static boolean lists(ModelManifest manifest, String name) {
    return manifest.files().stream().anyMatch(file -> file.path().equals(name));
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

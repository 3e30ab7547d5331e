package chatwarden.trainer.tagging;

import chatwarden.inference.crf.CrfTagger;
import chatwarden.inference.crf.CrfWeights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Writes a version of a model as the model repository reads it. */
final class TaggerDirectory {

  private final StageTwoPlan plan;
  private final Path directory;

  TaggerDirectory(StageTwoPlan plan) {
    this.plan = plan;
    this.directory = plan.models().resolve(plan.name()).resolve(plan.version());
  }

  /** Writes the weights and gives the directory that they stand in. */
  Path writeWeights(CrfWeights weights) throws IOException {
    Files.createDirectories(directory);
    weights.write(directory.resolve(CrfTagger.WEIGHTS_FILE));
    return directory;
  }

  /** Writes {@code model.yaml}; the weights must stand. */
  void writeManifest() throws IOException {
    StringBuilder yaml = new StringBuilder();
    yaml.append("name: ").append(plan.name()).append('\n');
    yaml.append("version: \"").append(plan.version()).append("\"\n");
    yaml.append("task: span-tagging\n");
    yaml.append("format: chatwarden-crf\n");
    yaml.append("languages: [").append(plan.source().language()).append("]\n");
    yaml.append("files:\n");
    yaml.append("  - path: ").append(CrfTagger.WEIGHTS_FILE).append('\n');
    yaml.append("    sha256: ").append(sha256(directory.resolve(CrfTagger.WEIGHTS_FILE)));
    yaml.append("\nwarmup:\n");
    for (String text : plan.source().warmUp()) {
      yaml.append("  - \"").append(text).append("\"\n");
    }
    Files.writeString(directory.resolve("model.yaml"), yaml);
  }

  void writeCard(String card) throws IOException {
    Files.writeString(directory.resolve("MODEL_CARD.md"), card);
  }

  private static String sha256(Path file) throws IOException {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(Files.readAllBytes(file)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 is part of every JDK", e);
    }
  }
}

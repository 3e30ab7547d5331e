package chatwarden.it.rollout;

import chatwarden.testing.project.ProjectRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A folder with the Vietnamese linear model that ships, and another version of it. */
final class TwoVersions {

  static final String MODEL = "vi-linear";
  static final String CHAMPION = "5";
  static final String SAME = "6";
  static final String OTHER = "7";

  private TwoVersions() {}

  /** Lays out the champion, one version like it, and one that knows English insults alone. */
  static Path in(Path folder) throws IOException {
    Path models = ProjectRoot.find().resolve("models");
    copy(models.resolve("vi-linear/5"), folder.resolve(MODEL).resolve(CHAMPION), CHAMPION);
    copy(models.resolve("vi-linear/5"), folder.resolve(MODEL).resolve(SAME), SAME);
    copy(models.resolve("en-linear/8"), folder.resolve(MODEL).resolve(OTHER), OTHER);
    return folder;
  }

  private static void copy(Path from, Path to, String version) throws IOException {
    Files.createDirectories(to);
    Files.copy(from.resolve("weights.safetensors"), to.resolve("weights.safetensors"));
    String manifest = Files.readString(from.resolve("model.yaml"));
    Files.writeString(
        to.resolve("model.yaml"),
        manifest
            .replaceFirst("(?m)^name: .*$", "name: " + MODEL)
            .replaceFirst("(?m)^version: .*$", "version: \"" + version + "\"")
            .replaceFirst("(?m)^languages: .*$", "languages: [vi]"));
  }
}

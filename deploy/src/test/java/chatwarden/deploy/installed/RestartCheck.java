package chatwarden.deploy.installed;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;

/**
 * Starts an installation, asks it, ends it by TERM, and starts it again on the same data.
 *
 * @param root the files that it is installed in
 * @param user the number of the user that it runs as
 * @param folder for its data and logs
 */
record RestartCheck(Path root, String user, Path folder) {

  static RestartCheck of(Path root, String user, Path folder) {
    return new RestartCheck(root, user, folder);
  }

  /** Runs the check. */
  void run() throws Exception {
    Path data = InstallationTools.dataFolder(folder, user);
    try (InstalledPlatform platform =
        InstalledPlatform.start(root, user, data, folder.resolve("first.log"))) {
      assertThat(platform.healthCheck(root)).as("status of the health check").isZero();
      HttpResponse<String> answer =
          platform.call(
              "/v1/comments:classify",
              "{\"comments\": [{\"id\": \"1\", \"text\": \"thằng ngu\"}]}");
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
      assertThat(answer.body()).contains("OFFENSIVE");
      assertThat(platform.libraries())
          .filteredOn(file -> file.contains("onnxruntime") || file.contains("tokenizers"))
          .isNotEmpty()
          .allMatch(file -> file.contains("/opt/chatwarden/lib/native/"));
      assertThat(platform.end()).as("exit status").isZero();
    }
    try (InstalledPlatform platform =
        InstalledPlatform.start(root, user, data, folder.resolve("second.log"))) {
      assertThat(platform.call("/healthz", "").statusCode()).isEqualTo(200);
      assertThat(platform.end()).as("exit status").isZero();
      assertThat(platform.output()).doesNotContain("ERROR");
    }
  }
}

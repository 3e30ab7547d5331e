package chatwarden.deploy.command;

import chatwarden.testing.project.ProjectRoot;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A finished run of a tool.
 *
 * @param status its exit status
 * @param output its standard output and error together
 */
public record ToolRun(int status, String output) {

  /** Runs a command in a folder of the repository, with more variables in its environment. */
  public static ToolRun in(String folder, Map<String, String> variables, List<String> command)
      throws IOException, InterruptedException {
    return in(ProjectRoot.find().resolve(folder), variables, command);
  }

  /** Runs a command in a folder, with more variables in its environment. */
  public static ToolRun in(Path folder, Map<String, String> variables, List<String> command)
      throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
    builder.environment().putAll(variables);
    Process process = builder.start();
    process.getOutputStream().close();
    try (InputStream output = process.getInputStream()) {
      String text = new String(output.readAllBytes(), StandardCharsets.UTF_8);
      return new ToolRun(process.waitFor(), text);
    }
  }
}

package chatwarden.it.network;

import chatwarden.testing.project.ProjectRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The commands of the operators' guide for several machines. */
final class GuideCommands {
  private static final Pattern BLOCKS =
      Pattern.compile(
          "## Beyond one machine\\n.*?```sh\\n(.*?)```.*?```sh\\n(.*?)```", Pattern.DOTALL);
  private static final Pattern HOST = Pattern.compile("# on ([a-z]+)");
  private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|(\\S+)");

  private GuideCommands() {}

  /**
   * One command.
   *
   * @param host where it runs
   * @param words its arguments
   */
  record Command(String host, List<String> words) {
    boolean isServer() {
      return words.getFirst().equals("serve");
    }
  }

  private static Matcher blocks() throws IOException {
    Matcher blocks =
        BLOCKS.matcher(Files.readString(ProjectRoot.find().resolve("docs/guide/operator.md")));
    if (!blocks.find()) {
      throw new AssertionError(
          "docs/guide/operator.md has no two blocks of commands under \"Beyond one machine\"");
    }
    return blocks;
  }

  /** Returns the lines that make the certificates, for a shell. */
  static String certificates() throws IOException {
    return blocks().group(1);
  }

  /** Returns the commands of Chatwarden, in order. */
  static List<Command> read() throws IOException {
    List<Command> commands = new ArrayList<>();
    String host = "";
    for (String line : blocks().group(2).split("\n")) {
      Matcher comment = HOST.matcher(line);
      if (comment.matches()) {
        host = comment.group(1);
      } else {
        commands.add(new Command(host, words(line)));
      }
    }
    return commands;
  }

  private static List<String> words(String line) {
    List<String> words =
        WORD.matcher(line)
            .results()
            .map(word -> word.group(1) != null ? word.group(1) : word.group(2))
            .toList();
    if (!words.getFirst().equals("./chatwarden")) {
      throw new AssertionError("no command of chatwarden: " + line);
    }
    return words.subList(1, words.size());
  }
}

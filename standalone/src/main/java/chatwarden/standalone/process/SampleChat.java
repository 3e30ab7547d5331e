package chatwarden.standalone.process;

import chatwarden.livechat.v1.Chat;
import chatwarden.runtime.config.Config;
import chatwarden.type.v1.ChatState;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Objects;

/** The chat that is played when no other is named: invented, in Vietnamese and English. */
public final class SampleChat {
  private static final String RESOURCE = "/chatwarden/standalone/sample-chat.jsonl";
  private static final String NAME = "sample";

  private SampleChat() {}

  /** Returns the folder that {@code up} writes the sample to. */
  static Path folder(Config config) {
    return Path.of(config.get(Settings.DATA_DIR)).toAbsolutePath().resolve(NAME);
  }

  /**
   * Writes the sample to a file under a name whose chat is not over yet, so that each start plays
   * it anew and a start after a crash plays it to the end.
   *
   * @param folder where to write; made when it is missing
   * @param chats the chats that are known, by id
   */
  public static Path write(Path folder, Map<String, Chat> chats) throws IOException {
    Files.createDirectories(folder);
    Path file = folder.resolve(freeName(chats) + ".jsonl");
    try (InputStream sample =
        Objects.requireNonNull(SampleChat.class.getResourceAsStream(RESOURCE), RESOURCE)) {
      Files.copy(sample, file, StandardCopyOption.REPLACE_EXISTING);
    }
    return file;
  }

  private static String freeName(Map<String, Chat> chats) {
    String name = NAME;
    for (int number = 2; isOver(chats.get(name)); number++) {
      name = NAME + "-" + number;
    }
    return name;
  }

  private static boolean isOver(@org.jspecify.annotations.Nullable Chat chat) {
    return chat != null && chat.getState() != ChatState.LIVE;
  }
}

package chatwarden.standalone.process;

import chatwarden.livechat.v1.Chat;
import chatwarden.runtime.config.Config;
import chatwarden.type.v1.ChatState;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** The chat that is played when no other is named: invented, in Vietnamese and English. */
public final class SampleChat {
  private static final String NAME = "sample";

  /** How often the sample is played where it is paced: about two hours at its usual rate. */
  private static final int ROUNDS = 150;

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
   * @param paced whether it is played at the pace of people, over and over with a raid now and
   *     then; else it is played once
   */
  static Path write(Path folder, Map<String, Chat> chats, boolean paced) throws IOException {
    Files.createDirectories(folder);
    Path file = folder.resolve(freeName(chats) + ".jsonl");
    try (Writer out = Files.newBufferedWriter(file)) {
      SampleRounds.write(out, paced ? ROUNDS : 1);
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

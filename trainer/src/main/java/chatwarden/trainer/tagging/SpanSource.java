package chatwarden.trainer.tagging;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A folder of annotated texts that stage 2 is trained from. */
public enum SpanSource {
  /** Vietnamese comments. */
  VIHOS(
      "vihos",
      "vihsd/train.csv",
      "in_vihos_test",
      "vi",
      true,
      List.of("Hôm nay trời đẹp quá :))", "@ban xem https://example.com đi, hay lắm nha", "ok")),
  /** English comments. */
  TOXIC_SPANS(
      "toxic-spans",
      null,
      "",
      "en",
      false,
      List.of("What a lovely day :)", "@friend see https://example.com, it is good", "ok"));

  private final String folder;
  private final @Nullable String cleanFile;
  private final String cleanFlag;
  private final String language;
  private final boolean chatLike;
  private final List<String> warmUp;

  SpanSource(
      String folder,
      @Nullable String cleanFile,
      String cleanFlag,
      String language,
      boolean chatLike,
      List<String> warmUp) {
    this.folder = folder;
    this.cleanFile = cleanFile;
    this.cleanFlag = cleanFlag;
    this.language = language;
    this.chatLike = chatLike;
    this.warmUp = warmUp;
  }

  String folder() {
    return folder;
  }

  /** The file, in the folder of all sets, of the set that this one was drawn from. */
  Optional<Path> cleanFile() {
    return Optional.ofNullable(cleanFile).map(Path::of);
  }

  /** The column of that file which is 1 where a text is in this set's test split. */
  String cleanFlag() {
    return cleanFlag;
  }

  String language() {
    return language;
  }

  /** Whether its texts without spans are such as a chat has, not offensive ones left unmarked. */
  boolean chatLike() {
    return chatLike;
  }

  List<String> warmUp() {
    return warmUp;
  }
}

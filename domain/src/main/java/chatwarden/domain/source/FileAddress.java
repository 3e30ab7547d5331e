package chatwarden.domain.source;

import chatwarden.domain.chat.ChatIds;
import java.util.Locale;

/** The paths of files of JSON Lines on the host of the ingest. */
public final class FileAddress implements AddressForm {
  /** The part before the colon. */
  public static final String SCHEME = "file";

  private static final String EXTENSION = ".jsonl";

  FileAddress() {}

  @Override
  public String scheme() {
    return SCHEME;
  }

  @Override
  public String value() {
    return "<path>";
  }

  /** Reads a path; the chat is the file's name with {@code _} for unsafe characters. */
  @Override
  public SourceAddress read(String value) {
    String name = value.substring(Math.max(value.lastIndexOf('/'), value.lastIndexOf('\\')) + 1);
    if (name.isEmpty() || name.equals(".") || name.equals("..")) {
      throw SourceAddress.refused(
          "names no file (expected: file: and the path of a file of JSON lines)");
    }
    String stem =
        name.toLowerCase(Locale.ROOT).endsWith(EXTENSION)
            ? name.substring(0, name.length() - EXTENSION.length())
            : name;
    String chat = stem.replaceAll("[^A-Za-z0-9_.-]+", "_");
    chat = chat.substring(0, Math.min(chat.length(), ChatIds.MAX_LENGTH));
    return new SourceAddress(SCHEME, value, ChatIds.isValid(chat) ? chat : "file");
  }
}

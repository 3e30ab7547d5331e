package chatwarden.store.secret;

import static java.util.Objects.requireNonNull;

import chatwarden.runtime.config.Config;
import chatwarden.runtime.config.ConfigKey;
import chatwarden.runtime.error.ChatwardenException;
import chatwarden.runtime.error.FaultCode;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * The file with the key that tokens of accounts and secrets of webhooks are sealed by: 32 random
 * bytes in hexadecimal, which its owner alone can read. It is made when it is first needed.
 */
public final class KeyFile {
  /** Where the key is. */
  public static final ConfigKey<String> FILE =
      ConfigKey.text(
          "accounts.key-file",
          "",
          "The file with the key by which the tokens of accounts and the secrets of webhooks are"
              + " sealed, 64 hexadecimal digits that its owner alone may read (mode 600); made when"
              + " it is missing. All processes that act share it, and all bridges. Default:"
              + " account.key in data.dir");

  /** The folder of the data of the process, as the model repository has it. */
  static final ConfigKey<String> DATA_DIR =
      ConfigKey.text(
          "data.dir",
          ".chatwarden",
          "The folder of the embedded broker, the embedded Redis and the kept models; made when it"
              + " is missing.");

  private static final int BYTES = 32;
  private static final Pattern KEY = Pattern.compile("[0-9a-f]{64}");
  private static final Set<PosixFilePermission> OWNER_ALONE =
      PosixFilePermissions.fromString("rw-------");

  private final Path path;

  /** The file at a path. */
  public KeyFile(Path path) {
    this.path = path;
  }

  /** Returns the configured file. */
  public static KeyFile of(Config config) {
    String given = config.get(FILE);
    return new KeyFile(
        given.isEmpty() ? Path.of(config.get(DATA_DIR), "account.key") : Path.of(given));
  }

  /** Returns the settings that say where it is. */
  public static List<ConfigKey<?>> keys() {
    return List.of(FILE, DATA_DIR);
  }

  /**
   * Returns the key; makes the file where it is missing.
   *
   * @throws ChatwardenException FAILED_PRECONDITION, if others may read it, or it has another form
   */
  public SecretKey read() {
    try {
      if (!Files.exists(path)) {
        create();
      }
      if (isPosix() && !OWNER_ALONE.containsAll(Files.getPosixFilePermissions(path))) {
        throw refused("others may read it (expected: mode 600)");
      }
      String key = Files.readString(path).strip();
      if (!KEY.matcher(key).matches()) {
        throw refused("not a key (expected: 64 hexadecimal digits)");
      }
      return new SecretKeySpec(HexFormat.of().parseHex(key), "AES");
    } catch (IOException e) {
      throw FaultCode.FAILED_PRECONDITION.exception(
          "KEY_FILE_UNREADABLE", path + ": cannot be read or made (accounts.key-file)", e);
    }
  }

  private void create() throws IOException {
    byte[] key = new byte[BYTES];
    new SecureRandom().nextBytes(key);
    Path folder = requireNonNull(path.toAbsolutePath().getParent(), "folder");
    Files.createDirectories(folder);
    FileAttribute<?>[] owner =
        isPosix()
            ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER_ALONE)}
            : new FileAttribute<?>[0];
    // Written beside and moved, so that another process never reads half of it.
    Path fresh = Files.createTempFile(folder, "account", ".key", owner);
    try {
      Files.writeString(
          fresh, HexFormat.of().formatHex(key) + "\n", StandardOpenOption.TRUNCATE_EXISTING);
      Files.createLink(path, fresh);
    } catch (FileAlreadyExistsException e) {
      // Another process made it at the same time, and its key is the one.
    } finally {
      Files.deleteIfExists(fresh);
    }
  }

  private boolean isPosix() {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix");
  }

  private ChatwardenException refused(String problem) {
    return FaultCode.FAILED_PRECONDITION.exception(
        "KEY_FILE_REFUSED", path + ": " + problem + " (accounts.key-file)");
  }
}

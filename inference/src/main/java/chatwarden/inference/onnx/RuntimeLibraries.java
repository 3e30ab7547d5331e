package chatwarden.inference.onnx;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import ai.onnxruntime.OrtEnvironment;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Unpacks the native libraries of ONNX Runtime once, into a folder that later processes use again.
 * Left to itself, ONNX Runtime unpacks 28 MB into a temporary folder at every start, and a process
 * that is killed leaves them there.
 */
final class RuntimeLibraries {

  private static final Logger log = LoggerFactory.getLogger(RuntimeLibraries.class);

  /** The folder that ONNX Runtime loads its libraries from; without it, it unpacks them. */
  private static final String PROPERTY = "onnxruntime.native.path";

  private static final List<String> LIBRARIES = List.of("onnxruntime", "onnxruntime4j_jni");
  private static boolean prepared;

  private RuntimeLibraries() {}

  /**
   * Has ONNX Runtime load its libraries from the folder of this installation, else of this user.
   * Where neither can be written, ONNX Runtime unpacks them as it does by itself.
   */
  static synchronized void prepare() {
    if (!prepared && System.getProperty(PROPERTY) == null) {
      for (Path folder : folders()) {
        Path unpacked = unpackInto(folder);
        if (unpacked != null) {
          System.setProperty(PROPERTY, unpacked.toString());
          break;
        }
      }
    }
    prepared = true;
  }

  private static List<Path> folders() {
    Path ofUser = Path.of(System.getProperty("user.home"), ".cache", "chatwarden", "native");
    String home = System.getenv("CHATWARDEN_HOME");
    return home == null ? List.of(ofUser) : List.of(Path.of(home, ".chatwarden", "native"), ofUser);
  }

  private static @Nullable Path unpackInto(Path folder) {
    try {
      return unpack(folder);
    } catch (IOException e) {
      log.debug("Could not unpack ONNX Runtime folder={}", folder, e);
      return null;
    }
  }

  /**
   * Unpacks the libraries for this platform into a folder within {@code folder} that is named for
   * their version. One process at a time unpacks; a library is there whole or not at all.
   *
   * @throws IOException if the folder cannot be written, or there are none for this platform
   */
  static Path unpack(Path folder) throws IOException {
    Path unpacked = folder.resolve(version() + "-" + platform()).toAbsolutePath();
    if (!isComplete(unpacked)) {
      Files.createDirectories(unpacked);
      try (FileChannel file = FileChannel.open(unpacked.resolve("lock"), CREATE, WRITE);
          FileLock _ = file.lock()) {
        if (!isComplete(unpacked)) {
          unpackAll(unpacked);
        }
      }
    }
    return unpacked;
  }

  private static boolean isComplete(Path unpacked) {
    return LIBRARIES.stream()
        .allMatch(library -> Files.exists(unpacked.resolve(System.mapLibraryName(library))));
  }

  private static void unpackAll(Path unpacked) throws IOException {
    for (String library : LIBRARIES) {
      unpack(System.mapLibraryName(library), unpacked);
    }
  }

  private static void unpack(String file, Path unpacked) throws IOException {
    Path draft = unpacked.resolve(file + ".draft");
    try (InputStream content = packed(file);
        FileChannel written = FileChannel.open(draft, CREATE, WRITE, TRUNCATE_EXISTING)) {
      content.transferTo(Channels.newOutputStream(written));
      written.force(true);
    }
    Files.move(draft, unpacked.resolve(file), ATOMIC_MOVE);
  }

  private static InputStream packed(String file) throws IOException {
    String name = "/ai/onnxruntime/native/" + platform() + "/" + file;
    InputStream content = OrtEnvironment.class.getResourceAsStream(name);
    if (content == null) {
      throw new IOException("the jar of ONNX Runtime has no " + name);
    }
    return content;
  }

  private static String version() throws IOException {
    String version = OrtEnvironment.class.getPackage().getImplementationVersion();
    if (version == null) {
      throw new IOException("the jar of ONNX Runtime names no version");
    }
    return "onnxruntime-" + version;
  }

  private static String platform() {
    String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    String machine = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
    String os = system.contains("mac") ? "osx" : system.contains("win") ? "win" : "linux";
    return os + "-" + (machine.equals("amd64") || machine.equals("x86_64") ? "x64" : machine);
  }
}

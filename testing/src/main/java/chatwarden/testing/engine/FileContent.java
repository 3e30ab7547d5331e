package chatwarden.testing.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Searches the files of a folder. */
public final class FileContent {

  private FileContent() {}

  /** Returns the files in and below a folder that have one of the markers in them. */
  public static List<String> filesWith(Path folder, List<String> markers) {
    List<String> found = new ArrayList<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String content = content(file);
        markers.stream()
            .filter(marker -> content.contains(bytes(marker)))
            .forEach(marker -> found.add(file.getFileName() + " has " + marker));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return found;
  }

  /** One character a byte, so that any bytes can be searched; a file that has gone has none. */
  private static String content(Path file) throws IOException {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
    } catch (NoSuchFileException e) {
      return "";
    }
  }

  private static String bytes(String marker) {
    return new String(marker.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }
}

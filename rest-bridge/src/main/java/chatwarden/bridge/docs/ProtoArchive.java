package chatwarden.bridge.docs;

import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.LocalDateTime;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * The protos of services with every file that they import, those of googleapis and protobuf
 * included, as a zip: a client generates its code from it with nothing else at hand. The same
 * services give the same bytes.
 */
public final class ProtoArchive {

  private static final LocalDateTime WRITTEN = LocalDateTime.of(2000, 1, 1, 0, 0);

  private ProtoArchive() {}

  /** Returns the zip; each file has the path by which others import it. */
  public static byte[] of(List<ServiceDescriptor> services) {
    SortedSet<String> names = new TreeSet<>();
    services.forEach(service -> add(service.getFile(), names));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (String name : names) {
        ZipEntry entry = new ZipEntry(name);
        entry.setTimeLocal(WRITTEN);
        zip.putNextEntry(entry);
        zip.write(source(name));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static void add(FileDescriptor file, SortedSet<String> names) {
    if (names.add(file.getName())) {
      file.getDependencies().forEach(dependency -> add(dependency, names));
    }
  }

  private static byte[] source(String name) throws IOException {
    try (InputStream in = ProtoArchive.class.getResourceAsStream("/" + name)) {
      if (in == null) {
        throw new IllegalStateException(name + " is not on the class path (a bug)");
      }
      return in.readAllBytes();
    }
  }
}

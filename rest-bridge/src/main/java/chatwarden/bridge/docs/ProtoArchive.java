package chatwarden.bridge.docs;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.attribute.FileTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorOutputStream;

/**
 * The protos of services with every file that they import, those of googleapis and protobuf
 * included, as a zip: a client generates its code from it with nothing else at hand. The same
 * services give the same bytes.
 */
public final class ProtoArchive {

  private static final OffsetDateTime WRITTEN =
      OffsetDateTime.of(2000, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC);

  private static final String PACKAGE =
      """
      {
        "name": "@chatwarden/protos",
        "version": "0.1.0",
        "description": "The protos of Chatwarden with all that they import",
        "license": "Apache-2.0",
        "main": "index.js"
      }
      """;

  private ProtoArchive() {}

  /** Returns a zip; each file has the path by which others import it. */
  public static byte[] zip(List<ServiceDescriptor> services) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (String name : names(services)) {
        ZipEntry entry = new ZipEntry(name);
        entry.setTimeLocal(WRITTEN.toLocalDateTime());
        zip.putNextEntry(entry);
        zip.write(source(name));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /**
   * Returns a package for npm, whose one export is the folder of the protos, {@code includeDir}.
   */
  public static byte[] npmPackage(List<ServiceDescriptor> services) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar =
        new TarArchiveOutputStream(new GzipCompressorOutputStream(bytes))) {
      tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
      add(tar, "package.json", PACKAGE.getBytes(UTF_8));
      add(tar, "index.js", "module.exports = { includeDir: __dirname };\n".getBytes(UTF_8));
      for (String name : names(services)) {
        add(tar, name, source(name));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static void add(TarArchiveOutputStream tar, String name, byte[] content)
      throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry("package/" + name);
    entry.setSize(content.length);
    entry.setModTime(FileTime.from(WRITTEN.toInstant()));
    tar.putArchiveEntry(entry);
    tar.write(content);
    tar.closeArchiveEntry();
  }

  private static SortedSet<String> names(List<ServiceDescriptor> services) {
    SortedSet<String> names = new TreeSet<>();
    services.forEach(service -> add(service.getFile(), names));
    return names;
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

package chatwarden.inference.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RuntimeLibrariesTest {

  @TempDir private Path folder;

  private static Path library(Path unpacked) {
    return unpacked.resolve(System.mapLibraryName("onnxruntime"));
  }

  @Test
  void librariesAreUnpackedOnce() throws IOException {
    Path first = library(RuntimeLibraries.unpack(folder));
    FileTime written = Files.getLastModifiedTime(first);

    Path second = library(RuntimeLibraries.unpack(folder));

    assertThat(second).isEqualTo(first);
    assertThat(Files.size(second)).isPositive();
    assertThat(Files.getLastModifiedTime(second)).isEqualTo(written);
  }

  @Test
  void draftOfAKilledProcessIsReplaced() throws IOException {
    Path library = library(RuntimeLibraries.unpack(folder));
    long size = Files.size(library);
    Files.delete(library);
    Files.writeString(library.resolveSibling(library.getFileName() + ".draft"), "half");

    RuntimeLibraries.unpack(folder);

    assertThat(Files.size(library)).isEqualTo(size);
  }

  @Test
  void folderThatCannotBeWrittenIsReported() throws IOException {
    Path file = Files.writeString(folder.resolve("taken"), "");

    assertThatThrownBy(() -> RuntimeLibraries.unpack(file)).isInstanceOf(IOException.class);
  }
}

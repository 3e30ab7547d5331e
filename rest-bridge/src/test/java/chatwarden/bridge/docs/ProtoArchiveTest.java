package chatwarden.bridge.docs;

import static org.assertj.core.api.Assertions.assertThat;

import chatwarden.classifier.v1.ClassifierServiceProto;
import chatwarden.livechat.v1.LiveChatServiceProto;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;

class ProtoArchiveTest {

  private static final Pattern IMPORT = Pattern.compile("(?m)^import (?:public )?\"([^\"]+)\";");

  private final List<ServiceDescriptor> services =
      Stream.of(ClassifierServiceProto.getDescriptor(), LiveChatServiceProto.getDescriptor())
          .flatMap(file -> file.getServices().stream())
          .toList();

  @Test
  void everyImportIsInTheArchive() throws IOException {
    Map<String, String> files = files(ProtoArchive.zip(services));

    assertThat(files)
        .containsKeys(
            "chatwarden/classifier/v1/classifier_service.proto",
            "google/api/annotations.proto",
            "google/protobuf/timestamp.proto");
    assertThat(files.values())
        .flatMap(text -> IMPORT.matcher(text).results().map(found -> found.group(1)).toList())
        .isNotEmpty()
        .allSatisfy(imported -> assertThat(files).containsKey(imported));
  }

  @Test
  void theSameServicesGiveTheSameBytes() {
    assertThat(ProtoArchive.zip(services)).isEqualTo(ProtoArchive.zip(services));
    assertThat(ProtoArchive.npmPackage(services)).isEqualTo(ProtoArchive.npmPackage(services));
  }

  private static Map<String, String> files(byte[] archive) throws IOException {
    Map<String, String> files = new TreeMap<>();
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(archive))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        files.put(entry.getName(), new String(zip.readAllBytes(), StandardCharsets.UTF_8));
      }
    }
    return files;
  }
}

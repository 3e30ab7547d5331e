package chatwarden.it.conventions;

import com.google.api.AnnotationsProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.ExtensionRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Descriptor sets on the class path. */
final class Schema {
  private Schema() {}

  /** The schema as it is, with its comments, as the jar of {@code proto} carries it. */
  static FileDescriptorSet current() throws IOException {
    return read("/chatwarden.binpb");
  }

  /** The schema that callers rely on. */
  static FileDescriptorSet baseline() throws IOException {
    return read("/api-baseline.binpb");
  }

  /** The project's own files of a set. */
  static List<FileDescriptorProto> own(FileDescriptorSet set) {
    return set.getFileList().stream().filter(Schema::isOwn).toList();
  }

  /** The project's own files, linked; the set must hold their imports. */
  static List<FileDescriptor> linked(FileDescriptorSet set) throws DescriptorValidationException {
    Map<String, FileDescriptor> linked = new LinkedHashMap<>();
    for (FileDescriptorProto file : set.getFileList()) {
      FileDescriptor[] imports =
          file.getDependencyList().stream()
              .map(name -> Objects.requireNonNull(linked.get(name), name))
              .toArray(FileDescriptor[]::new);
      linked.put(file.getName(), FileDescriptor.buildFrom(file, imports));
    }
    return linked.values().stream().filter(file -> isOwn(file.toProto())).toList();
  }

  private static boolean isOwn(FileDescriptorProto file) {
    return file.getPackage().startsWith("chatwarden.");
  }

  private static FileDescriptorSet read(String resource) throws IOException {
    ExtensionRegistry options = ExtensionRegistry.newInstance();
    AnnotationsProto.registerAllExtensions(options);
    try (InputStream in = Schema.class.getResourceAsStream(resource)) {
      return FileDescriptorSet.parseFrom(Objects.requireNonNull(in, resource), options);
    }
  }
}

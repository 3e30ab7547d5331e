package chatwarden.bridge.docs;

import static java.util.Objects.requireNonNull;

import chatwarden.options.v1.OptionsProto;
import com.google.api.AnnotationsProto;
import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.DescriptorProtos.ServiceDescriptorProto;
import com.google.protobuf.DescriptorProtos.SourceCodeInfo.Location;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.GenericDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import com.google.protobuf.ExtensionRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The schema with its comments, as the build of the protos leaves it beside the classes. */
final class SchemaSet {

  private static final String RESOURCE = "/chatwarden.binpb";

  private final Map<String, FileDescriptor> files = new HashMap<>();
  private final Map<String, String> comments = new HashMap<>();

  private SchemaSet(FileDescriptorSet set) throws DescriptorValidationException {
    Map<String, FileDescriptorProto> protos = new HashMap<>();
    set.getFileList().forEach(file -> protos.put(file.getName(), file));
    for (FileDescriptorProto proto : set.getFileList()) {
      link(proto, protos);
      readComments(proto);
    }
  }

  static SchemaSet shipped() {
    try (InputStream in = SchemaSet.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException(RESOURCE + " is not on the class path (a bug)");
      }
      ExtensionRegistry registry = ExtensionRegistry.newInstance();
      AnnotationsProto.registerAllExtensions(registry);
      OptionsProto.registerAllExtensions(registry);
      return new SchemaSet(FileDescriptorSet.parseFrom(in, registry));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (DescriptorValidationException e) {
      throw new IllegalStateException("the schema that ships does not hold together (a bug)", e);
    }
  }

  private FileDescriptor link(FileDescriptorProto proto, Map<String, FileDescriptorProto> protos)
      throws DescriptorValidationException {
    FileDescriptor known = files.get(proto.getName());
    if (known != null) {
      return known;
    }
    List<FileDescriptor> imports = new ArrayList<>();
    for (String name : proto.getDependencyList()) {
      imports.add(link(requireNonNull(protos.get(name), name), protos));
    }
    FileDescriptor linked = FileDescriptor.buildFrom(proto, imports.toArray(FileDescriptor[]::new));
    files.put(proto.getName(), linked);
    return linked;
  }

  private void readComments(FileDescriptorProto file) {
    Map<List<Integer>, String> byPath = new HashMap<>();
    for (Location place : file.getSourceCodeInfo().getLocationList()) {
      if (place.hasLeadingComments()) {
        byPath.put(place.getPathList(), tidy(place.getLeadingComments()));
      }
    }
    for (int i = 0; i < file.getServiceCount(); i++) {
      ServiceDescriptorProto service = file.getService(i);
      String name = file.getPackage() + "." + service.getName();
      remember(name, byPath.get(List.of(6, i)));
      for (int j = 0; j < service.getMethodCount(); j++) {
        remember(name + "." + service.getMethod(j).getName(), byPath.get(List.of(6, i, 2, j)));
      }
    }
    for (int i = 0; i < file.getMessageTypeCount(); i++) {
      DescriptorProto message = file.getMessageType(i);
      String name = file.getPackage() + "." + message.getName();
      remember(name, byPath.get(List.of(4, i)));
      for (int j = 0; j < message.getFieldCount(); j++) {
        remember(name + "." + message.getField(j).getName(), byPath.get(List.of(4, i, 2, j)));
      }
    }
    for (int i = 0; i < file.getEnumTypeCount(); i++) {
      remember(file.getPackage() + "." + file.getEnumType(i).getName(), byPath.get(List.of(5, i)));
    }
  }

  private void remember(String name, @Nullable String comment) {
    if (comment != null) {
      comments.put(name, comment);
    }
  }

  private static String tidy(String comment) {
    return comment.strip().replaceAll("(?m)^ ", "");
  }

  /** The services of these names, with their HTTP rules. */
  List<ServiceDescriptor> services(List<String> names) {
    return files.values().stream()
        .flatMap(file -> file.getServices().stream())
        .filter(service -> names.contains(service.getFullName()))
        .sorted((a, b) -> names.indexOf(a.getFullName()) - names.indexOf(b.getFullName()))
        .toList();
  }

  /** What the schema says of an element; may be empty. */
  String comment(GenericDescriptor element) {
    return switch (element) {
      case MethodDescriptor method ->
          comments.getOrDefault(method.getService().getFullName() + "." + method.getName(), "");
      case FieldDescriptor field ->
          comments.getOrDefault(
              field.getContainingType().getFullName() + "." + field.getName(), "");
      case Descriptor message -> comments.getOrDefault(message.getFullName(), "");
      default -> comments.getOrDefault(element.getFullName(), "");
    };
  }
}

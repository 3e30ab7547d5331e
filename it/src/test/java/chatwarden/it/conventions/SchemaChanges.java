package chatwarden.it.conventions;

import com.google.api.AnnotationsProto;
import com.google.api.HttpRule;
import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumDescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumValueDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.DescriptorProtos.MethodDescriptorProto;
import com.google.protobuf.DescriptorProtos.ServiceDescriptorProto;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a schema says, one entry an element that callers rely on: fields with number, type and
 * presence, values with numbers, methods with types and paths. Two schemas are compared by these.
 */
final class SchemaChanges {
  private final Map<String, String> elements = new LinkedHashMap<>();

  private SchemaChanges(FileDescriptorSet set) {
    for (FileDescriptorProto file : Schema.own(set)) {
      String prefix = file.getPackage() + ".";
      file.getServiceList().forEach(service -> add(prefix, service));
      file.getMessageTypeList().forEach(message -> add(prefix, message));
      file.getEnumTypeList().forEach(type -> add(prefix, type));
    }
  }

  /**
   * The incompatible changes from {@code before} to {@code after}: removed and changed elements.
   * Additions are compatible.
   */
  static List<String> breaking(FileDescriptorSet before, FileDescriptorSet after) {
    Map<String, String> now = new SchemaChanges(after).elements;
    return new SchemaChanges(before)
        .elements.entrySet().stream()
            .filter(element -> !element.getValue().equals(now.get(element.getKey())))
            .map(
                element ->
                    "%s was [%s], is [%s]"
                        .formatted(
                            element.getKey(),
                            element.getValue(),
                            now.getOrDefault(element.getKey(), "gone")))
            .toList();
  }

  private void add(String prefix, ServiceDescriptorProto service) {
    for (MethodDescriptorProto method : service.getMethodList()) {
      String name = "%s%s/%s".formatted(prefix, service.getName(), method.getName());
      elements.put(
          "method " + name,
          "%s%s -> %s%s"
              .formatted(
                  method.getClientStreaming() ? "stream " : "",
                  method.getInputType(),
                  method.getServerStreaming() ? "stream " : "",
                  method.getOutputType()));
      if (method.getOptions().hasExtension(AnnotationsProto.http)) {
        elements.put(
            "path of " + name, path(method.getOptions().getExtension(AnnotationsProto.http)));
      }
    }
  }

  /** The path of the call; further ones may be added. */
  private static String path(HttpRule rule) {
    return rule.toBuilder().clearAdditionalBindings().build().toString().strip();
  }

  private void add(String prefix, DescriptorProto message) {
    String name = prefix + message.getName();
    elements.put("message " + name, "");
    for (FieldDescriptorProto field : message.getFieldList()) {
      elements.put("field %s.%s".formatted(name, field.getName()), meaning(message, field));
    }
    message.getNestedTypeList().forEach(nested -> add(name + ".", nested));
    message.getEnumTypeList().forEach(nested -> add(name + ".", nested));
  }

  private static String meaning(DescriptorProto message, FieldDescriptorProto field) {
    String choice =
        field.hasOneofIndex() ? message.getOneofDecl(field.getOneofIndex()).getName() : "";
    return "= %d %s %s%s as %s %s"
        .formatted(
            field.getNumber(),
            field.getLabel(),
            field.getType(),
            field.getTypeName(),
            field.getJsonName(),
            choice)
        .strip();
  }

  private void add(String prefix, EnumDescriptorProto type) {
    elements.put("enum " + prefix + type.getName(), "");
    for (EnumValueDescriptorProto value : type.getValueList()) {
      elements.put(
          "value %s%s.%s".formatted(prefix, type.getName(), value.getName()),
          "= " + value.getNumber());
    }
  }
}

package chatwarden.it.conventions;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.ServiceDescriptorProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.GenericDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.Descriptors.OneofDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The place of an element in its file, in the numbering of {@code SourceCodeInfo.Location.path}.
 */
final class SchemaPath {
  private SchemaPath() {}

  static List<Integer> of(GenericDescriptor element) {
    return switch (element) {
      case ServiceDescriptor service ->
          List.of(FileDescriptorProto.SERVICE_FIELD_NUMBER, service.getIndex());
      case MethodDescriptor method ->
          below(method.getService(), ServiceDescriptorProto.METHOD_FIELD_NUMBER, method.getIndex());
      case Descriptor message ->
          within(
              message.getContainingType(),
              DescriptorProto.NESTED_TYPE_FIELD_NUMBER,
              FileDescriptorProto.MESSAGE_TYPE_FIELD_NUMBER,
              message.getIndex());
      case EnumDescriptor type ->
          within(
              type.getContainingType(),
              DescriptorProto.ENUM_TYPE_FIELD_NUMBER,
              FileDescriptorProto.ENUM_TYPE_FIELD_NUMBER,
              type.getIndex());
      case EnumValueDescriptor value ->
          below(value.getType(), EnumDescriptorProto.VALUE_FIELD_NUMBER, value.getIndex());
      case FieldDescriptor field ->
          below(field.getContainingType(), DescriptorProto.FIELD_FIELD_NUMBER, field.getIndex());
      case OneofDescriptor choice ->
          below(
              choice.getContainingType(),
              DescriptorProto.ONEOF_DECL_FIELD_NUMBER,
              choice.getIndex());
      default -> throw new IllegalArgumentException("element: " + element.getFullName());
    };
  }

  private static List<Integer> within(
      @Nullable Descriptor parent, int inMessage, int inFile, int index) {
    return parent == null ? List.of(inFile, index) : below(parent, inMessage, index);
  }

  private static List<Integer> below(GenericDescriptor parent, int field, int index) {
    List<Integer> path = new ArrayList<>(of(parent));
    path.add(field);
    path.add(index);
    return List.copyOf(path);
  }
}

package chatwarden.it.conventions;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumDescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumValueDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.MethodDescriptorProto;
import com.google.protobuf.DescriptorProtos.ServiceDescriptorProto;
import com.google.protobuf.Descriptors.FileDescriptor;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProtoStyleTest {
  @Test
  void theSchemaIsInStyle() throws Exception {
    List<FileDescriptor> files = Schema.linked(Schema.current());
    assertThat(files).hasSizeGreaterThanOrEqualTo(6);
    assertThat(files).flatMap(SchemaStyle::problemsOf).isEmpty();
  }

  @Test
  void whatIsOutOfStyleIsFound() throws Exception {
    FileDescriptorProto wrong =
        FileDescriptorProto.newBuilder()
            .setName("chatwarden/wrong/other.proto")
            .setPackage("chatwarden.wrong.v1")
            .setSyntax("proto3")
            .addService(
                ServiceDescriptorProto.newBuilder()
                    .setName("Things")
                    .addMethod(method("ListThings", true))
                    .addMethod(method("Chat", true)))
            .addMessageType(
                DescriptorProto.newBuilder()
                    .setName("AnyRequest")
                    .addField(field("probability", 1, FieldDescriptorProto.Type.TYPE_DOUBLE))
                    .addField(field("count", 2, FieldDescriptorProto.Type.TYPE_UINT32))
                    .addField(field("start_time", 3, FieldDescriptorProto.Type.TYPE_INT64))
                    .addField(field("timeout", 4, FieldDescriptorProto.Type.TYPE_INT64)))
            .addEnumType(
                EnumDescriptorProto.newBuilder()
                    .setName("Kind")
                    .addValue(EnumValueDescriptorProto.newBuilder().setName("GOOD").setNumber(0)))
            .build();
    List<String> problems =
        SchemaStyle.problemsOf(FileDescriptor.buildFrom(wrong, new FileDescriptor[0]));

    assertThat(problems)
        .allMatch(problem -> problem.startsWith("chatwarden/wrong/other.proto: "))
        .map(problem -> problem.substring(problem.indexOf(' ') + 1))
        .contains(
            "package is not the directory of chatwarden/wrong/other.proto",
            "java_package is not the package, with java_multiple_files",
            "chatwarden.wrong.v1.Things does not end in Service",
            "chatwarden.wrong.v1.Things has no comment",
            "chatwarden.wrong.v1.Things is not what its file is named for",
            "chatwarden.wrong.v1.Things.Chat is not a verb and a noun",
            "chatwarden.wrong.v1.Things.ListThings does not take its own ListThingsRequest",
            "chatwarden.wrong.v1.Things.ListThings streams a list",
            "chatwarden.wrong.v1.Things.ListThings has no int32 page_size and string page_token",
            "chatwarden.wrong.v1.Things.ListThings has no string next_page_token",
            "chatwarden.wrong.v1.Things.ListThings is not Streaming<the name of its unary twin>",
            "chatwarden.wrong.v1.AnyRequest has no string request_id",
            "chatwarden.wrong.v1.AnyRequest.probability is not a float",
            "chatwarden.wrong.v1.AnyRequest.probability has no comment",
            "chatwarden.wrong.v1.AnyRequest.count is unsigned",
            "chatwarden.wrong.v1.AnyRequest.start_time is not a google.protobuf.Timestamp named"
                + " _time",
            "chatwarden.wrong.v1.AnyRequest.timeout is not a Duration",
            "chatwarden.wrong.v1.Kind does not start with KIND_UNSPECIFIED",
            "chatwarden.wrong.v1.Kind.GOOD has no comment");
  }

  private static MethodDescriptorProto method(String name, boolean streams) {
    return MethodDescriptorProto.newBuilder()
        .setName(name)
        .setInputType(".chatwarden.wrong.v1.AnyRequest")
        .setOutputType(".chatwarden.wrong.v1.AnyRequest")
        .setClientStreaming(streams)
        .setServerStreaming(streams)
        .build();
  }

  private static FieldDescriptorProto field(
      String name, int number, FieldDescriptorProto.Type type) {
    return FieldDescriptorProto.newBuilder()
        .setName(name)
        .setNumber(number)
        .setType(type)
        .setLabel(FieldDescriptorProto.Label.LABEL_OPTIONAL)
        .build();
  }
}

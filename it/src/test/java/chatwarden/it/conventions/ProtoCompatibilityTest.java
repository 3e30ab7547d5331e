package chatwarden.it.conventions;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.DescriptorProtos.MethodDescriptorProto;
import com.google.protobuf.DescriptorProtos.ServiceDescriptorProto;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/**
 * Compares the schema with the one that callers rely on, {@code api-baseline.binpb}. After a
 * release, or after a change that is meant to break callers, take the present schema for the new
 * baseline (needs the page's node_modules):
 *
 * <pre>{@code
 * npm --prefix web run baseline
 * }</pre>
 */
class ProtoCompatibilityTest {
  @Test
  void theSchemaBreaksNoCaller() throws Exception {
    assertThat(Schema.own(Schema.baseline())).isNotEmpty();
    assertThat(SchemaChanges.breaking(Schema.baseline(), Schema.current()))
        .as(
            "what breaks callers; where it must be, take a new baseline: npm --prefix web run"
                + " baseline")
        .isEmpty();
  }

  @Test
  void additionsBreakNobody() throws Exception {
    FileDescriptorSet less =
        changed("DeletedComment", message -> message.removeField(message.getFieldCount() - 1));
    assertThat(SchemaChanges.breaking(less, Schema.current())).isEmpty();
  }

  @Test
  void pathOfAMethodThatHadNoneBreaksNobody() throws Exception {
    FileDescriptorSet.Builder without = Schema.current().toBuilder();
    without.getFileBuilderList().stream()
        .filter(file -> file.getName().endsWith("/live_chat_service.proto"))
        .forEach(file -> file.getServiceBuilder(0).getMethodBuilder(0).clearOptions());
    assertThat(SchemaChanges.breaking(without.build(), Schema.current())).isEmpty();
    assertThat(SchemaChanges.breaking(Schema.current(), without.build())).hasSize(1);
  }

  @Test
  void removedFieldsRenumberedFieldsAndChangedTypesBreakCallers() throws Exception {
    assertThat(breaks("Span", message -> message.removeField(3)))
        .singleElement()
        .asString()
        .startsWith("field chatwarden.type.v1.Span.score was [= 4 ")
        .endsWith("is [gone]");
    assertThat(breaks("Span", message -> message.getFieldBuilder(0).setNumber(9)))
        .singleElement()
        .asString()
        .startsWith("field chatwarden.type.v1.Span.start ");
    assertThat(
            breaks(
                "Span",
                message ->
                    message.getFieldBuilder(3).setType(FieldDescriptorProto.Type.TYPE_DOUBLE)))
        .hasSize(1);
    assertThat(breaks("Span", message -> message.setName("Part")))
        .contains("message chatwarden.type.v1.Span was [], is [gone]");
  }

  @Test
  void removedMethodsAndOtherPathsBreakCallers() throws Exception {
    FileDescriptorSet.Builder without = Schema.current().toBuilder();
    without.getFileBuilderList().stream()
        .filter(file -> file.getName().endsWith("/live_chat_service.proto"))
        .forEach(
            file -> {
              ServiceDescriptorProto.Builder service = file.getServiceBuilder(0);
              service.removeMethod(indexOf(service, "WatchComments"));
              service.getMethodBuilder(indexOf(service, "StartSession")).clearOptions();
            });
    assertThat(SchemaChanges.breaking(Schema.current(), without.build()))
        .satisfiesExactly(
            path -> assertThat(path).contains("LiveChatService/StartSession", "/v1/sessions"),
            gone -> assertThat(gone).contains("LiveChatService/WatchComments").endsWith("[gone]"));
  }

  private static int indexOf(ServiceDescriptorProto.Builder service, String method) {
    return service.getMethodList().stream()
        .map(MethodDescriptorProto::getName)
        .toList()
        .indexOf(method);
  }

  private static Iterable<String> breaks(String message, Consumer<DescriptorProto.Builder> change)
      throws Exception {
    return SchemaChanges.breaking(Schema.current(), changed(message, change));
  }

  private static FileDescriptorSet changed(String message, Consumer<DescriptorProto.Builder> change)
      throws Exception {
    FileDescriptorSet.Builder set = Schema.current().toBuilder();
    for (FileDescriptorProto.Builder file : set.getFileBuilderList()) {
      for (DescriptorProto.Builder candidate : file.getMessageTypeBuilderList()) {
        if (candidate.getName().equals(message)) {
          change.accept(candidate);
        }
      }
    }
    return set.build();
  }
}

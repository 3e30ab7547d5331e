package chatwarden.bridge.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chatwarden.classifier.v1.ClassifyTextsRequest;
import chatwarden.comment.v1.ListCommentsRequest;
import chatwarden.livechat.v1.Chat;
import chatwarden.livechat.v1.LiveChatServiceProto;
import chatwarden.livechat.v1.StartSessionRequest;
import chatwarden.runtime.error.InvalidInputException;
import chatwarden.type.v1.ModeratedComment;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import com.google.protobuf.Duration;
import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import com.google.protobuf.util.JsonFormat;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProtoJsonTest {

  @Provide
  Arbitrary<Message> messages() {
    return Arbitraries.randomValue(
        random ->
            RandomMessages.fill(
                random.nextBoolean()
                    ? ModeratedComment.newBuilder()
                    : random.nextBoolean()
                        ? ListCommentsRequest.newBuilder()
                        : StartSessionRequest.newBuilder(),
                random));
  }

  @Property(tries = 500)
  void whatIsWrittenReadsBackWithTheReferenceImplementation(@ForAll("messages") Message message)
      throws IOException {
    String json = new String(ProtoJsonWriter.write(message), StandardCharsets.UTF_8);
    Message.Builder read = message.newBuilderForType();
    JsonFormat.parser().merge(json, read);
    assertThat(read.build()).isEqualTo(message);
    assertThat(json).doesNotContain("\n").doesNotContain("\r");
  }

  @Property(tries = 500)
  void whatTheReferenceImplementationWritesIsRead(@ForAll("messages") Message message)
      throws IOException {
    Message.Builder sendable = message.toBuilder();
    RandomMessages.dropMaps(sendable);
    Message expected = sendable.build();
    assertThat(read(JsonFormat.printer().print(expected), expected)).isEqualTo(expected);
  }

  @Test
  void defaultsArePrintedAndAbsentMessagesAreNot() {
    assertThat(write(Chat.newBuilder().setId("a").build()))
        .isEqualTo(
            "{\"id\":\"a\",\"source\":\"\",\"state\":\"CHAT_STATE_UNSPECIFIED\","
                + "\"commentCount\":0,\"flaggedCount\":0}");
    assertThat(write(ModeratedComment.getDefaultInstance()))
        .startsWith(
            "{\"taggingState\":\"TAGGING_STATE_UNSPECIFIED\",\"flagged\":false,\"flagReason\":")
        .doesNotContain("classification", "\"tagging\"");
  }

  @Test
  void wholeNumbersAreNumbersWhileEveryReaderKeepsThemExactly() {
    assertThat(write(Chat.newBuilder().setCommentCount((1L << 53) - 1).build()))
        .contains("\"commentCount\":9007199254740991,");
    assertThat(write(Chat.newBuilder().setCommentCount(1L << 53).build()))
        .contains("\"commentCount\":\"9007199254740992\",");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'coments':[]} | coments | is not a known field",
        "{'comments':[{'id':'a','txt':'b'}]} | comments[0].txt | is not a known field",
        "{'comments':[{'id':'a','text':'b'},{'id':'c','text':5}]} | comments[1].text | must be a"
            + " string",
        "{'comments':'x'} | comments | must be an array",
        "{'comments':[null]} | comments[0] | must be an object",
        "{'comments':[[]]} | comments[0] | must be an object",
        "{'language':{}} | language | must be a string",
        "{'language':'vi','language':'en'} | body | must be well-formed JSON",
        "{'comments':[ | body | must be well-formed JSON",
        "{} {} | body | must be well-formed JSON",
        "[] | body | must be an object",
        "17 | body | must be an object",
        "{'comments':[{'text':'a\\ud800b'}]} | comments[0].text | not Unicode text: it holds a"
            + " lone surrogate",
      })
  void whatIsWrongIsNamed(String json, String field, String problem) {
    assertThatThrownBy(
            () -> read(json.replace('\'', '"'), ClassifyTextsRequest.getDefaultInstance()))
        .isInstanceOfSatisfying(
            InvalidInputException.class,
            e -> {
              assertThat(e.problems()).hasSize(1);
              assertThat(e.problems().getFirst().field()).isEqualTo(field);
              assertThat(e.problems().getFirst().problem()).startsWith(problem);
            });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'session':{'flagThreshold':'high'}} | session.flag_threshold",
        "{'session':{'flagThreshold':1e300}} | session.flag_threshold",
        "{'session':{'commentsPerSecond':true}} | session.comments_per_second",
        "{'session':{'commentsPerSecond':1e999999999}} | session.comments_per_second",
        "{'session':{'state':'SLEEPING'}} | session.state",
        "{'session':{'state':77}} | session.state",
        "{'session':{'createTime':'yesterday'}} | session.create_time",
        "{'session':{'createTime':17}} | session.create_time",
        "{'session':{'rejectedCount':1.5}} | session.rejected_count",
        "{'session':{'rejectedCount':9223372036854775808}} | session.rejected_count",
        "{'session':{'rejectedCount':1e2147483647}} | session.rejected_count",
      })
  void wrongValueIsNamedByItsField(String json, String field) {
    assertThatThrownBy(
            () -> read(json.replace('\'', '"'), StartSessionRequest.getDefaultInstance()))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith(field + ": ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{\"text\":\"secret words\"", "{\"language\":\"secret words", "secret words"})
  void refusalNeverRepeatsTheInput(String json) {
    assertThatThrownBy(() -> read(json, ClassifyTextsRequest.getDefaultInstance()))
        .hasMessageNotContaining("secret");
  }

  @Test
  void nameOfAnUnknownFieldIsShortenedAndCleaned() {
    String name = "\u0000\u202e" + "x".repeat(100);
    assertThatThrownBy(
            () ->
                read(
                    "{\"\\u0000\\u202e" + "x".repeat(100) + "\":1}",
                    ClassifyTextsRequest.getDefaultInstance()))
        .hasMessage("\ufffd\ufffd" + "x".repeat(62) + "…: is not a known field")
        .hasMessageNotContaining(name);
  }

  /** The JSON knows every kind of field that the API has: no Struct, no wrappers, no groups. */
  @Test
  void apiUsesOnlyTheKindsThatTheJsonKnows() {
    Set<Descriptor> seen = new HashSet<>();
    for (var file :
        List.of(
            LiveChatServiceProto.getDescriptor(),
            chatwarden.comment.v1.CommentServiceProto.getDescriptor(),
            chatwarden.classifier.v1.ClassifierServiceProto.getDescriptor(),
            chatwarden.tagger.v1.TaggerServiceProto.getDescriptor())) {
      file.getMessageTypes().forEach(type -> collect(type, seen));
    }
    assertThat(seen)
        .extracting(Descriptor::getFullName)
        .filteredOn(name -> name.startsWith("google."))
        .isSubsetOf(
            Timestamp.getDescriptor().getFullName(), Duration.getDescriptor().getFullName());
    assertThat(seen).hasSizeGreaterThan(20);
  }

  private static void collect(Descriptor type, Set<Descriptor> seen) {
    if (seen.add(type)) {
      for (FieldDescriptor field : type.getFields()) {
        if (field.getJavaType() == JavaType.MESSAGE) {
          collect(field.getMessageType(), seen);
        }
      }
    }
  }

  private static String write(Message message) {
    return new String(ProtoJsonWriter.write(message), StandardCharsets.UTF_8);
  }

  private static Message read(String json, Message type) throws IOException {
    Message.Builder message = type.newBuilderForType();
    ProtoJsonReader.read(new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)), message);
    return message.build();
  }
}

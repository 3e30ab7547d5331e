package chatwarden.runtime.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chatwarden.classifier.v1.ClassifierServiceProto;
import chatwarden.classifier.v1.ClassifyTextsRequest;
import chatwarden.livechat.v1.CommentPushServiceProto;
import chatwarden.livechat.v1.LiveChatServiceProto;
import chatwarden.livechat.v1.Session;
import chatwarden.options.v1.LengthRule;
import chatwarden.options.v1.OptionsProto;
import chatwarden.tagger.v1.TaggerServiceProto;
import chatwarden.type.v1.Author;
import chatwarden.type.v1.Comment;
import chatwarden.type.v1.CommentProto;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FieldRulesTest {
  private static final List<FileDescriptor> FILES =
      List.of(
          CommentProto.getDescriptor(),
          ClassifierServiceProto.getDescriptor(),
          TaggerServiceProto.getDescriptor(),
          LiveChatServiceProto.getDescriptor(),
          CommentPushServiceProto.getDescriptor());

  private static Stream<FieldDescriptor> fields() {
    return FILES.stream()
        .flatMap(file -> file.getMessageTypes().stream())
        .flatMap(message -> message.getFields().stream())
        .filter(field -> field.getOptions().hasExtension(OptionsProto.length));
  }

  private static LengthRule rule(FieldDescriptor field) {
    return field.getOptions().getExtension(OptionsProto.length);
  }

  @Test
  void rulesAreThoseOfTheProtos() {
    assertThat(FieldRules.most(Comment.getDescriptor(), "text")).isEqualTo(10_000);
    assertThat(FieldRules.most(Author.getDescriptor(), "badges")).isEqualTo(8);
    assertThat(FieldRules.defaultNumber(Session.getDescriptor(), "flag_threshold")).isEqualTo(0.3f);
  }

  @Test
  void textsHaveOneLimitWhereverTheyComeFrom() {
    assertThat(fields().filter(field -> field.getName().equals("text")))
        .hasSizeGreaterThanOrEqualTo(3)
        .extracting(FieldRulesTest::rule)
        .containsOnly(LengthRule.newBuilder().setMin(1).setMax(CommentLimits.MAX_TEXT).build());
  }

  @Test
  void idsAndNamesHaveOneLimitWhereverTheyComeFrom() {
    assertThat(fields().filter(field -> field.getName().matches("id|name|request_id")))
        .hasSizeGreaterThanOrEqualTo(6)
        .allSatisfy(
            field ->
                assertThat(rule(field).getMax())
                    .as(field.getFullName())
                    .isEqualTo(CommentLimits.MAX_NAME));
  }

  @Test
  void explanationsFlagFromTheThresholdOfStreams() {
    assertThat(FieldRules.defaultNumber(ClassifyTextsRequest.getDescriptor(), "explain_threshold"))
        .isEqualTo(FieldRules.defaultNumber(Session.getDescriptor(), "flag_threshold"));
  }

  @Test
  void leastIsNeverAboveTheMost() {
    assertThat(fields())
        .allSatisfy(
            field -> assertThat(rule(field).getMin()).isLessThanOrEqualTo(rule(field).getMax()));
  }

  @Test
  void fieldWithoutARuleIsABug() {
    assertThatThrownBy(() -> FieldRules.most(Session.getDescriptor(), "language"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("Session.language");
  }
}

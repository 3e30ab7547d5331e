package chatwarden.rewriter.server;

import static org.assertj.core.api.Assertions.assertThat;

import chatwarden.inference.v2.GRPCInferenceServiceGrpc;
import chatwarden.inference.v2.ModelInferRequest;
import chatwarden.inference.v2.ModelInferRequest.InferInputTensor;
import chatwarden.inference.v2.ModelInferResponse;
import chatwarden.rewriter.v1.RewriteTextResponse;
import chatwarden.rewriter.v1.RewriterServiceGrpc;
import chatwarden.rewriter.v1.RewrittenText;
import chatwarden.rewriter.v1.StreamRewritesRequest;
import chatwarden.rewriter.v1.StreamRewritesResponse;
import chatwarden.type.v1.RewriteCandidate;
import chatwarden.type.v1.RewriteObstacle;
import chatwarden.type.v1.RewriteVerdict;
import chatwarden.type.v1.Rewriting;
import com.google.protobuf.ByteString;
import io.grpc.internal.testing.StreamRecorder;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class RewriterAnswersTest extends RewriterServerFixture {

  @Test
  void anOffensiveTextGetsCandidatesTheBestOfWhichIsTheProposal() {
    RewrittenText answer = rewrite("this is a stupid idea, honestly").getRewrites(0);
    Rewriting rewriting = answer.getRewriting();

    assertThat(answer.getId()).isEqualTo("id0");
    assertThat(rewriting.getModel()).matches("chat-rewriter@[0-9]+");
    assertThat(rewriting.getVerdict()).isEqualTo(RewriteVerdict.REWRITTEN);
    assertThat(rewriting.hasObstacle()).isFalse();
    assertThat(rewriting.getRewrite())
        .isEqualTo(rewriting.getCandidates(0).getText())
        .contains("idea")
        .doesNotContain("stupid");
    assertThat(rewriting.getCandidatesList())
        .isSortedAccordingTo((a, b) -> Float.compare(b.getScore(), a.getScore()))
        .allSatisfy(
            candidate -> {
              assertThat(candidate.getSimilarity()).isBetween(0f, 1f);
              assertThat(candidate.getStrength()).isBetween(0f, 1f);
              assertThat(candidate.getFluency()).isBetween(0f, 1f);
              assertThat(candidate.getMethod())
                  .isIn("edits", "deletion", "substitution", "filling");
            })
        .extracting(RewriteCandidate::getText)
        .doesNotHaveDuplicates();
  }

  @Test
  void aVietnameseTextIsRewrittenInVietnamese() {
    Rewriting rewriting =
        rewrite("mày chơi game ngu quá, học lại đi").getRewrites(0).getRewriting();

    assertThat(rewriting.getVerdict()).isEqualTo(RewriteVerdict.REWRITTEN);
    assertThat(rewriting.getRewrite())
        .contains("chơi game", "học lại")
        .doesNotContain("mày")
        .doesNotContain("ngu ");
  }

  @Test
  void aCleanTextStaysAsItIs() {
    for (String text : List.of("hello friends", "chúc mọi người buổi tối vui vẻ", "gg wp 👏")) {
      Rewriting rewriting = rewrite(text).getRewrites(0).getRewriting();

      assertThat(rewriting.getVerdict()).as(text).isEqualTo(RewriteVerdict.UNCHANGED);
      assertThat(rewriting.getRewrite()).isEqualTo(text);
      assertThat(rewriting.getCandidatesList()).isEmpty();
    }
  }

  @Test
  void aTextThatIsNothingButTheOffenceHasNoProposal() {
    Rewriting rewriting = rewrite("đồ chó").getRewrites(0).getRewriting();

    assertThat(rewriting.getVerdict()).isEqualTo(RewriteVerdict.CANNOT_REWRITE);
    assertThat(rewriting.getObstacle())
        .isIn(RewriteObstacle.NOTHING_LEFT, RewriteObstacle.STILL_OFFENSIVE);
    assertThat(rewriting.getRewrite()).isEmpty();
  }

  @Test
  void aLanguageThatNoModelKnowsIsNamed() {
    Rewriting rewriting =
        rewrite("ты полный идиот и дурак, уходи отсюда").getRewrites(0).getRewriting();

    assertThat(rewriting.getVerdict()).isEqualTo(RewriteVerdict.CANNOT_REWRITE);
    assertThat(rewriting.getObstacle()).isEqualTo(RewriteObstacle.UNKNOWN_LANGUAGE);
  }

  @Test
  void aTextLongerThanTheModelReadsIsNamed() {
    String text = "you are such an idiot and everyone here knows it. ".repeat(20);
    Rewriting rewriting = rewrite(text).getRewrites(0).getRewriting();

    assertThat(rewriting.getObstacle()).isEqualTo(RewriteObstacle.TOO_LONG);
  }

  @Test
  void aBatchIsAnsweredAsItsTextsAloneAre() {
    String[] texts = {
      "shut up idiot, go home", "xin chào", "\u0000\u0007x", "thằng này ngu 😀 vãi"
    };
    RewriteTextResponse batch = rewrite(texts);

    for (int i = 0; i < texts.length; i++) {
      RewrittenText alone = rewrite(texts[i]).getRewrites(0);
      assertThat(batch.getRewrites(i).toBuilder().setId(alone.getId()).build()).isEqualTo(alone);
    }
  }

  @Test
  void aStreamSendsCandidatesAsTheyAreFoundThenTheAnswerOfTheUnaryMethod() throws Exception {
    String[] texts = {"this is a stupid idea", "hello friends", "shut up you moron, it is late"};
    StreamRecorder<StreamRewritesResponse> recorder = StreamRecorder.create();
    RewriterServiceGrpc.newStub(channel())
        .streamRewrites(
            StreamRewritesRequest.newBuilder()
                .addAllComments(request(texts).getCommentsList())
                .build(),
            recorder);

    assertThat(recorder.awaitCompletion(30, TimeUnit.SECONDS)).isTrue();
    assertThat(recorder.getError()).isNull();
    RewriteTextResponse unary = rewrite(texts);
    for (int i = 0; i < texts.length; i++) {
      int place = i;
      List<StreamRewritesResponse> ofText =
          recorder.getValues().stream().filter(found -> found.getIndex() == place).toList();
      Rewriting answer = unary.getRewrites(i).getRewriting();
      assertThat(ofText.getLast().getRewrite()).isEqualTo(unary.getRewrites(i));
      assertThat(ofText.subList(0, ofText.size() - 1))
          .hasSizeGreaterThanOrEqualTo(answer.getCandidatesCount())
          .allMatch(StreamRewritesResponse::hasCandidate)
          .extracting(found -> found.getCandidate().getText())
          .containsAll(answer.getCandidatesList().stream().map(RewriteCandidate::getText).toList());
    }
  }

  @Test
  void clientsOfTheOpenInferenceProtocolGetTheSameAnswers() {
    String[] texts = {"this is a stupid idea", "hello friends"};
    RewriteTextResponse expected = rewrite(texts);
    InferInputTensor.Builder tensor =
        InferInputTensor.newBuilder().setName("text").setDatatype("BYTES").addShape(2);
    for (String text : texts) {
      tensor.getContentsBuilder().addBytesContents(ByteString.copyFromUtf8(text));
    }
    ModelInferResponse response =
        GRPCInferenceServiceGrpc.newBlockingStub(channel())
            .modelInfer(
                ModelInferRequest.newBuilder()
                    .setModelName("chat-rewriter")
                    .addInputs(tensor)
                    .build());

    assertThat(response.getOutputs(0).getName()).isEqualTo("verdict");
    assertThat(response.getOutputs(0).getContents().getBytesContentsList())
        .extracting(ByteString::toStringUtf8)
        .containsExactly("REWRITTEN", "UNCHANGED");
    assertThat(response.getOutputs(1).getName()).isEqualTo("rewrite");
    assertThat(response.getOutputs(1).getContents().getBytesContentsList())
        .extracting(ByteString::toStringUtf8)
        .containsExactly(
            expected.getRewrites(0).getRewriting().getRewrite(),
            expected.getRewrites(1).getRewriting().getRewrite());
  }
}

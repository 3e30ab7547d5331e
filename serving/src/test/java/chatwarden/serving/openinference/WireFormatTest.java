package chatwarden.serving.openinference;

import static org.assertj.core.api.Assertions.assertThat;

import chatwarden.inference.v2.ModelConfigProto;
import chatwarden.inference.v2.ModelRepositoryProto;
import chatwarden.inference.v2.ModelStatisticsProto;
import chatwarden.inference.v2.OpenInferenceProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What existing clients of the protocol send and expect, by names and numbers. */
final class WireFormatTest {

  private static final String METHODS =
      """
      ServerLive ServerReady ModelReady ServerMetadata ModelMetadata ModelInfer RepositoryIndex \
      ModelStreamInfer ModelConfig ModelStatistics\
      """;

  private static final String FIELDS =
      """
      ServerLiveResponse: bool live=1
      ServerReadyResponse: bool ready=1
      ModelReadyRequest: string name=1, string version=2
      ModelReadyResponse: bool ready=1
      ServerMetadataResponse: string name=1, string version=2, repeated string extensions=3
      ModelMetadataRequest: string name=1, string version=2
      ModelMetadataResponse: string name=1, repeated string versions=2, string platform=3, \
      repeated TensorMetadata inputs=4, repeated TensorMetadata outputs=5
      TensorMetadata: string name=1, string datatype=2, repeated int64 shape=3
      ModelInferRequest: string model_name=1, string model_version=2, string id=3, \
      map<InferParameter> parameters=4, repeated InferInputTensor inputs=5, \
      repeated InferRequestedOutputTensor outputs=6, repeated bytes raw_input_contents=7
      InferInputTensor: string name=1, string datatype=2, repeated int64 shape=3, \
      map<InferParameter> parameters=4, InferTensorContents contents=5
      InferRequestedOutputTensor: string name=1, map<InferParameter> parameters=2
      ModelInferResponse: string model_name=1, string model_version=2, string id=3, \
      map<InferParameter> parameters=4, repeated InferOutputTensor outputs=5, \
      repeated bytes raw_output_contents=6
      InferOutputTensor: string name=1, string datatype=2, repeated int64 shape=3, \
      map<InferParameter> parameters=4, InferTensorContents contents=5
      InferParameter: bool bool_param=1, int64 int64_param=2, string string_param=3, \
      double double_param=4, uint64 uint64_param=5
      InferTensorContents: repeated bool bool_contents=1, repeated int32 int_contents=2, \
      repeated int64 int64_contents=3, repeated uint32 uint_contents=4, \
      repeated uint64 uint64_contents=5, repeated float fp32_contents=6, \
      repeated double fp64_contents=7, repeated bytes bytes_contents=8
      ModelStreamInferResponse: string error_message=1, ModelInferResponse infer_response=2
      RepositoryIndexRequest: string repository_name=1, bool ready=2
      RepositoryIndexResponse: repeated ModelIndex models=1
      ModelIndex: string name=1, string version=2, string state=3, string reason=4
      ModelConfigRequest: string name=1, string version=2
      ModelConfigResponse: ModelConfig config=1
      ModelConfig: string name=1, string platform=2, string backend=17, int32 max_batch_size=4, \
      repeated ModelInput input=5, repeated ModelOutput output=6
      ModelInput: string name=1, enum data_type=2, repeated int64 dims=4
      ModelOutput: string name=1, enum data_type=2, repeated int64 dims=3
      ModelStatisticsRequest: string name=1, string version=2
      ModelStatisticsResponse: repeated ModelStatistics model_stats=1
      ModelStatistics: string name=1, string version=2, uint64 last_inference=3, \
      uint64 inference_count=4, uint64 execution_count=5, InferStatistics inference_stats=6
      InferStatistics: StatisticDuration success=1, StatisticDuration fail=2, \
      StatisticDuration queue=3, StatisticDuration compute_infer=5
      StatisticDuration: uint64 count=1, uint64 ns=2
      """;

  @Test
  void theServiceIsTheProtocols() {
    var service = OpenInferenceProto.getDescriptor().getServices().getFirst();

    assertThat(service.getFullName()).isEqualTo("inference.GRPCInferenceService");
    assertThat(service.getMethods())
        .allMatch(method -> method.isClientStreaming() == isStream(method))
        .allMatch(method -> method.isServerStreaming() == isStream(method))
        .allMatch(
            method ->
                method
                    .getInputType()
                    .getName()
                    .equals(method.getName().replace("Stream", "") + "Request"))
        .allMatch(method -> method.getOutputType().getName().equals(method.getName() + "Response"))
        .extracting(method -> method.getName())
        .containsExactly(METHODS.split(" "));
  }

  private static boolean isStream(MethodDescriptor method) {
    return method.getName().equals("ModelStreamInfer");
  }

  @Test
  void theMessagesAreTheProtocols() {
    List<String> fields =
        Stream.of(
                OpenInferenceProto.getDescriptor(),
                ModelRepositoryProto.getDescriptor(),
                ModelConfigProto.getDescriptor(),
                ModelStatisticsProto.getDescriptor())
            .flatMap(file -> file.getMessageTypes().stream())
            .flatMap(WireFormatTest::described)
            .toList();

    assertThat(fields).containsExactlyElementsOf(FIELDS.lines().toList());
  }

  private static Stream<String> described(Descriptor message) {
    if (message.getOptions().getMapEntry()) {
      return Stream.of();
    }
    String fields =
        String.join(", ", message.getFields().stream().map(WireFormatTest::described).toList());
    Stream<String> own =
        fields.isEmpty() ? Stream.of() : Stream.of(message.getName() + ": " + fields);
    return Stream.concat(own, message.getNestedTypes().stream().flatMap(WireFormatTest::described));
  }

  private static String described(FieldDescriptor field) {
    FieldDescriptor value =
        field.isMapField() ? field.getMessageType().findFieldByNumber(2) : field;
    String type =
        value.getType() == FieldDescriptor.Type.MESSAGE
            ? value.getMessageType().getName()
            : value.getType().name().toLowerCase(Locale.ROOT);
    String whole =
        field.isMapField() ? "map<" + type + ">" : field.isRepeated() ? "repeated " + type : type;
    return whole + " " + field.getName() + "=" + field.getNumber();
  }
}

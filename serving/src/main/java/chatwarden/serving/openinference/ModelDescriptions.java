package chatwarden.serving.openinference;

import chatwarden.inference.v2.DataType;
import chatwarden.inference.v2.InferStatistics;
import chatwarden.inference.v2.ModelConfig;
import chatwarden.inference.v2.ModelInput;
import chatwarden.inference.v2.ModelMetadataResponse;
import chatwarden.inference.v2.ModelMetadataResponse.TensorMetadata;
import chatwarden.inference.v2.ModelOutput;
import chatwarden.inference.v2.ModelStatistics;
import chatwarden.inference.v2.StatisticDuration;
import chatwarden.repository.ModelId;
import chatwarden.repository.ModelManifest;
import chatwarden.serving.door.ModelCounts;
import java.util.List;

/** Describes models in the words of the protocol. */
final class ModelDescriptions {
  private static final String BACKEND = "chatwarden";

  private ModelDescriptions() {}

  /** Returns the tensors of a model and its served versions. */
  static ModelMetadataResponse metadata(
      ModelManifest manifest, List<? extends AnswerTensor<?>> tensors, List<ModelId> served) {
    ModelMetadataResponse.Builder metadata =
        ModelMetadataResponse.newBuilder()
            .setName(manifest.id().name())
            .setPlatform(platform(manifest))
            .addInputs(TextTensor.metadata());
    served.stream()
        .filter(id -> id.name().equals(manifest.id().name()))
        .forEach(id -> metadata.addVersions(id.version()));
    for (AnswerTensor<?> tensor : tensors) {
      metadata.addOutputs(
          TensorMetadata.newBuilder()
              .setName(tensor.name())
              .setDatatype(tensor.datatype())
              .addAllShape(tensor.shape(-1, manifest)));
    }
    return metadata.build();
  }

  /** Returns the same as a configuration. */
  static ModelConfig config(ModelManifest manifest, List<? extends AnswerTensor<?>> tensors) {
    TensorMetadata text = TextTensor.metadata();
    ModelConfig.Builder config =
        ModelConfig.newBuilder()
            .setName(manifest.id().name())
            .setPlatform(platform(manifest))
            .setBackend(BACKEND)
            .addInput(
                ModelInput.newBuilder()
                    .setName(text.getName())
                    .setDataType(type(text.getDatatype()))
                    .addAllDims(text.getShapeList()));
    for (AnswerTensor<?> tensor : tensors) {
      config.addOutput(
          ModelOutput.newBuilder()
              .setName(tensor.name())
              .setDataType(type(tensor.datatype()))
              .addAllDims(tensor.shape(-1, manifest)));
    }
    return config.build();
  }

  /** Returns the work of a version. */
  static ModelStatistics statistics(ModelId id, ModelCounts counts) {
    return ModelStatistics.newBuilder()
        .setName(id.name())
        .setVersion(id.version())
        .setLastInference(counts.lastRunMillis())
        .setInferenceCount(counts.texts())
        .setExecutionCount(counts.runs().count())
        .setInferenceStats(
            InferStatistics.newBuilder()
                .setSuccess(duration(counts.answered()))
                .setFail(duration(counts.failed()))
                .setQueue(duration(counts.queued()))
                .setComputeInfer(duration(counts.runs())))
        .build();
  }

  private static StatisticDuration duration(ModelCounts.Events events) {
    return StatisticDuration.newBuilder().setCount(events.count()).setNs(events.nanos()).build();
  }

  private static String platform(ModelManifest manifest) {
    return manifest.format().replace('-', '_');
  }

  private static DataType type(String datatype) {
    return switch (datatype) {
      case "BYTES" -> DataType.TYPE_STRING;
      case "FP32" -> DataType.TYPE_FP32;
      default -> throw new IllegalArgumentException("datatype: " + datatype + " (a bug)");
    };
  }
}

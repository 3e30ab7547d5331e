package chatwarden.serving.openinference;

import chatwarden.inference.v2.InferParameter;
import chatwarden.inference.v2.InferTensorContents;
import chatwarden.inference.v2.ModelInferResponse;
import chatwarden.inference.v2.ModelInferResponse.InferOutputTensor;
import chatwarden.repository.ModelManifest;
import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * Writes what a model says as tensors, in one of the protocol's two forms: typed, or raw bytes.
 *
 * @param <R> what the model says of one text
 */
final class TensorWriter<R> {

  private final ModelInferResponse.Builder response;
  private final ModelManifest manifest;
  private final List<R> results;
  private final boolean isRaw;

  TensorWriter(
      ModelInferResponse.Builder response, ModelManifest manifest, List<R> results, boolean isRaw) {
    this.response = response;
    this.manifest = manifest;
    this.results = results;
    this.isRaw = isRaw;
  }

  void add(AnswerTensor<R> tensor) {
    InferOutputTensor.Builder output =
        InferOutputTensor.newBuilder()
            .setName(tensor.name())
            .setDatatype(tensor.datatype())
            .addAllShape(tensor.shape(results.size(), manifest));
    switch (tensor) {
      case AnswerTensor.Texts<R> texts ->
          addTexts(
              output, results.stream().map(texts.element()).map(ByteString::copyFromUtf8).toList());
      case AnswerTensor.Numbers<R> numbers ->
          addNumbers(output, results.stream().map(numbers.element()).toList());
      case AnswerTensor.NumbersByLabel<R> numbers -> {
        String labels = String.join(",", manifest.labels());
        output.putParameters("labels", InferParameter.newBuilder().setStringParam(labels).build());
        addNumbers(
            output,
            results.stream().flatMap(result -> numbers.row().apply(result).stream()).toList());
      }
    }
  }

  private void addTexts(InferOutputTensor.Builder output, List<ByteString> texts) {
    if (isRaw) {
      int size = texts.stream().mapToInt(text -> Integer.BYTES + text.size()).sum();
      ByteBuffer raw = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
      texts.forEach(text -> raw.putInt(text.size()).put(text.asReadOnlyByteBuffer()));
      addRaw(output, raw);
    } else {
      addTyped(output, InferTensorContents.newBuilder().addAllBytesContents(texts));
    }
  }

  private void addNumbers(InferOutputTensor.Builder output, List<Float> numbers) {
    if (isRaw) {
      ByteBuffer raw =
          ByteBuffer.allocate(numbers.size() * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
      numbers.forEach(raw::putFloat);
      addRaw(output, raw);
    } else {
      addTyped(output, InferTensorContents.newBuilder().addAllFp32Contents(numbers));
    }
  }

  private void addRaw(InferOutputTensor.Builder output, ByteBuffer raw) {
    response.addOutputs(output).addRawOutputContents(ByteString.copyFrom(raw.flip()));
  }

  private void addTyped(InferOutputTensor.Builder output, InferTensorContents.Builder contents) {
    response.addOutputs(output.setContents(contents));
  }
}

package chatwarden.serving.openinference;

import chatwarden.inference.v2.ModelInferRequest;
import chatwarden.inference.v2.ModelInferRequest.InferInputTensor;
import chatwarden.inference.v2.ModelMetadataResponse.TensorMetadata;
import chatwarden.runtime.error.InvalidInputException;
import chatwarden.serving.door.TextLimits;
import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** The tensor of texts that every model takes. */
final class TextTensor {

  static final String NAME = "text";
  static final String DATATYPE = "BYTES";

  private TextTensor() {}

  /** What models say of it. */
  static TensorMetadata metadata() {
    return TensorMetadata.newBuilder().setName(NAME).setDatatype(DATATYPE).addShape(-1).build();
  }

  /**
   * The texts of {@code request}, 1 to 64.
   *
   * @throws InvalidInputException naming the tensor, if there is none, or it is malformed
   */
  static List<String> read(ModelInferRequest request) {
    InferInputTensor tensor = only(request);
    if (!tensor.getDatatype().equals(DATATYPE)) {
      throw wrong("datatype", "is not " + DATATYPE);
    }
    long count = count(tensor.getShapeList());
    List<ByteString> elements =
        request.getRawInputContentsCount() == 0
            ? tensor.getContents().getBytesContentsList()
            : raw(request, tensor);
    if (elements.size() != count) {
      throw wrong(
          "contents", "holds " + elements.size() + " elements (expected: " + count + ", by shape)");
    }
    return texts(elements);
  }

  private static InferInputTensor only(ModelInferRequest request) {
    for (int i = 0; i < request.getInputsCount(); i++) {
      if (!request.getInputs(i).getName().equals(NAME)) {
        throw InvalidInputException.of(
            "inputs[" + i + "].name", "not an input of the model (expected: " + NAME + ")");
      }
    }
    if (request.getInputsCount() != 1) {
      throw InvalidInputException.of(
          "inputs", request.getInputsCount() + " tensors (expected: one, " + NAME + ")");
    }
    return request.getInputs(0);
  }

  private static long count(List<Long> shape) {
    boolean isColumn = shape.size() == 1 || (shape.size() == 2 && shape.get(1) == 1);
    if (!isColumn || shape.getFirst() < 1 || shape.getFirst() > TextLimits.MAX_TEXTS) {
      throw wrong("shape", "is not [n] or [n, 1] with n from 1 to " + TextLimits.MAX_TEXTS);
    }
    return shape.getFirst();
  }

  private static List<ByteString> raw(ModelInferRequest request, InferInputTensor tensor) {
    if (request.getRawInputContentsCount() != 1) {
      throw InvalidInputException.of(
          "raw_input_contents", "holds more than one tensor (expected: as many as inputs)");
    }
    if (tensor.getContents().getSerializedSize() > 0) {
      throw wrong("contents", "is set beside raw_input_contents");
    }
    ByteString raw = request.getRawInputContents(0);
    ByteBuffer bytes = raw.asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
    List<ByteString> elements = new ArrayList<>();
    while (bytes.hasRemaining()) {
      int length = bytes.remaining() < Integer.BYTES ? -1 : bytes.getInt();
      if (length < 0 || length > bytes.remaining()) {
        throw wrong(
            "contents", "the raw element " + elements.size() + " reaches beyond the tensor");
      }
      elements.add(raw.substring(bytes.position(), bytes.position() + length));
      bytes.position(bytes.position() + length);
    }
    return elements;
  }

  private static List<String> texts(List<ByteString> elements) {
    List<String> texts = new ArrayList<>(elements.size());
    for (ByteString element : elements) {
      if (!element.isValidUtf8()) {
        throw InvalidInputException.of(NAME + "[" + texts.size() + "]", "is not UTF-8");
      }
      texts.add(element.toStringUtf8());
    }
    return texts;
  }

  private static InvalidInputException wrong(String part, String problem) {
    return InvalidInputException.of(NAME + "." + part, problem);
  }
}

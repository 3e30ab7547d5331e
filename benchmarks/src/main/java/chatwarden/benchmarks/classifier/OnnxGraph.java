package chatwarden.benchmarks.classifier;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * Writes a model of ONNX: operator set 13, nodes without attributes but the axis, constants of
 * floats and of 64-bit integers. The numbers of the fields are those of {@code onnx.proto3}.
 */
final class OnnxGraph {
  private static final int FLOAT = 1;
  private static final int INT64 = 7;
  private static final int INT_ATTRIBUTE = 2;
  private static final int IR_VERSION = 8;
  private static final int OPERATOR_SET = 13;

  private final Message graph = new Message().text(2, "linear");

  /** Adds an operation on values with one result. */
  OnnxGraph node(String operation, List<String> inputs, String output) {
    return node(operation, inputs, output, new Message());
  }

  /** The same, along an axis. */
  OnnxGraph node(String operation, List<String> inputs, String output, int axis) {
    Message attribute = new Message().text(1, "axis").number(3, axis).number(20, INT_ATTRIBUTE);
    return node(operation, inputs, output, new Message().message(5, attribute));
  }

  private OnnxGraph node(String operation, List<String> inputs, String output, Message node) {
    inputs.forEach(input -> node.text(1, input));
    graph.message(1, node.text(2, output).text(4, operation));
    return this;
  }

  /** Adds a constant of floats. */
  OnnxGraph constant(String name, float[] values, int... shape) {
    ByteBuffer raw =
        ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    raw.asFloatBuffer().put(values);
    return constant(name, FLOAT, raw, shape);
  }

  /** Adds a constant of one dimension. */
  OnnxGraph constant(String name, long... values) {
    ByteBuffer raw = ByteBuffer.allocate(values.length * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    raw.asLongBuffer().put(values);
    return constant(name, INT64, raw, values.length);
  }

  private OnnxGraph constant(String name, int type, ByteBuffer raw, int... shape) {
    Message tensor = new Message();
    for (int size : shape) {
      tensor.number(1, size);
    }
    graph.message(5, tensor.number(2, type).text(8, name).bytes(9, ByteString.copyFrom(raw)));
    return this;
  }

  /** Adds an input of floats; sizes below 1 may be any. */
  OnnxGraph floats(String input, int... shape) {
    graph.message(11, value(input, FLOAT, shape));
    return this;
  }

  /** Adds an input of 64-bit integers; sizes below 1 may be any. */
  OnnxGraph integers(String input, int... shape) {
    graph.message(11, value(input, INT64, shape));
    return this;
  }

  /** The model, with a result of floats. */
  byte[] model(String output, int... shape) {
    graph.message(12, value(output, FLOAT, shape));
    return new Message()
        .number(1, IR_VERSION)
        .message(7, graph)
        .message(8, new Message().text(1, "").number(2, OPERATOR_SET))
        .written()
        .toByteArray();
  }

  private static Message value(String name, int type, int... shape) {
    Message dimensions = new Message();
    for (int size : shape) {
      dimensions.message(1, size < 1 ? new Message() : new Message().number(1, size));
    }
    Message tensor = new Message().number(1, type).message(2, dimensions);
    return new Message().text(1, name).message(2, new Message().message(1, tensor));
  }

  /** A message of Protocol Buffers as it is written. */
  private static final class Message {
    private final ByteString.Output bytes = ByteString.newOutput();
    private final CodedOutputStream out = CodedOutputStream.newInstance(bytes);

    private interface Write {
      void to(CodedOutputStream out) throws IOException;
    }

    Message number(int field, long value) {
      return write(to -> to.writeInt64(field, value));
    }

    Message text(int field, String value) {
      return write(to -> to.writeString(field, value));
    }

    Message bytes(int field, ByteString value) {
      return write(to -> to.writeBytes(field, value));
    }

    Message message(int field, Message value) {
      return bytes(field, value.written());
    }

    ByteString written() {
      write(CodedOutputStream::flush);
      return bytes.toByteString();
    }

    private Message write(Write write) {
      try {
        write.to(out);
        return this;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}

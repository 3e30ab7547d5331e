package chatwarden.benchmarks.onnx;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Writes a model of ONNX: operator set 13, nodes with at most one attribute, constants of floats
 * and of integers. The numbers of the fields are those of {@code onnx.proto3}.
 */
public final class OnnxGraph {
  /** The type of floats, for the attribute {@code to} of a cast. */
  public static final int FLOAT = 1;

  private static final int INT8 = 3;
  private static final int INT32 = 6;
  private static final int INT64 = 7;
  private static final int INT_ATTRIBUTE = 2;
  private static final int IR_VERSION = 8;
  private static final int OPERATOR_SET = 13;

  private static final int GRAPH = 7;
  private static final int NODE = 1;
  private static final int CONSTANT = 5;
  private static final int INPUT = 11;
  private static final int OUTPUT = 12;

  private final Message graph = new Message().text(2, "graph");
  private final Set<String> made = new HashSet<>();

  /** Adds an operation on values with one result. */
  public OnnxGraph node(String operation, List<String> inputs, String output) {
    return node(operation, inputs, output, new Message());
  }

  /** The same, with an attribute, such as the axis. */
  public OnnxGraph node(
      String operation, List<String> inputs, String output, String attribute, int value) {
    Message given = new Message().text(1, attribute).number(3, value).number(20, INT_ATTRIBUTE);
    return node(operation, inputs, output, new Message().message(5, given));
  }

  private OnnxGraph node(String operation, List<String> inputs, String output, Message node) {
    made.add(output);
    inputs.forEach(input -> node.text(1, input));
    graph.message(NODE, node.text(2, output).text(4, operation));
    return this;
  }

  /** Adds a constant of floats. */
  public OnnxGraph constant(String name, float[] values, int... shape) {
    ByteBuffer raw =
        ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    raw.asFloatBuffer().put(values);
    return constant(name, FLOAT, raw, shape);
  }

  /** Adds a constant of 8-bit integers. */
  public OnnxGraph constant(String name, byte[] values, int... shape) {
    return constant(name, INT8, ByteBuffer.wrap(values), shape);
  }

  /** Adds a constant of 64-bit integers, of one dimension. */
  public OnnxGraph constant(String name, long... values) {
    ByteBuffer raw = ByteBuffer.allocate(values.length * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    raw.asLongBuffer().put(values);
    return constant(name, INT64, raw, values.length);
  }

  private OnnxGraph constant(String name, int type, ByteBuffer raw, int... shape) {
    Message tensor = new Message();
    for (int size : shape) {
      tensor.number(1, size);
    }
    graph.message(
        CONSTANT, tensor.number(2, type).text(8, name).bytes(9, ByteString.copyFrom(raw)));
    return this;
  }

  /** Adds an input of floats; sizes below 1 may be any. */
  public OnnxGraph floats(String input, int... shape) {
    graph.message(INPUT, value(input, FLOAT, shape));
    return this;
  }

  /** Adds an input of 64-bit integers; sizes below 1 may be any. */
  public OnnxGraph integers(String input, int... shape) {
    graph.message(INPUT, value(input, INT64, shape));
    return this;
  }

  /** Adds an input of 32-bit integers; sizes below 1 may be any. */
  public OnnxGraph shortIntegers(String input, int... shape) {
    graph.message(INPUT, value(input, INT32, shape));
    return this;
  }

  /** Adds a result of floats; sizes below 1 may be any. */
  public OnnxGraph result(String output, int... shape) {
    graph.message(OUTPUT, value(output, FLOAT, shape));
    return this;
  }

  /**
   * Adds all that {@code model} does, to go on from here: its inputs that nodes here give are taken
   * from them, its results are results.
   *
   * @throws IOException if that is not a model
   */
  public OnnxGraph then(byte[] model) throws IOException {
    for (Field part : Field.all(ByteString.copyFrom(model))) {
      if (part.number == GRAPH) {
        for (Field field : Field.all(part.value)) {
          add(field);
        }
      }
    }
    return this;
  }

  private void add(Field field) throws IOException {
    boolean kept =
        switch (field.number) {
          case NODE, CONSTANT, OUTPUT -> true;
          case INPUT -> !made.contains(Field.all(field.value).getFirst().value.toStringUtf8());
          default -> false;
        };
    if (kept) {
      graph.bytes(field.number, field.value);
    }
  }

  /** The model. */
  public byte[] model() {
    return new Message()
        .number(1, IR_VERSION)
        .message(GRAPH, graph)
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

  /** A field of a message of Protocol Buffers that has a length: a text, bytes or a message. */
  private record Field(int number, ByteString value) {

    static List<Field> all(ByteString message) throws IOException {
      List<Field> fields = new ArrayList<>();
      CodedInputStream in = message.newCodedInput();
      for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
        if (WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_LENGTH_DELIMITED) {
          fields.add(new Field(WireFormat.getTagFieldNumber(tag), in.readBytes()));
        } else {
          in.skipField(tag);
        }
      }
      return fields;
    }
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

package chatwarden.inference.weights;

import static java.util.Objects.requireNonNull;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * An array of numbers, little-endian, row by row.
 *
 * @param type the type of its elements
 * @param shape its dimensions, from the outermost
 * @param data its elements; mapped where the tensor comes from a file
 */
public record Tensor(TensorType type, List<Long> shape, MemorySegment data) {
  private static final ValueLayout.OfFloat FLOAT =
      ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfDouble DOUBLE =
      ValueLayout.JAVA_DOUBLE_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  public Tensor {
    shape = List.copyOf(shape);
    requireNonNull(data, "data");
    long bytes = type.size();
    for (long dimension : shape) {
      if (dimension < 0) {
        throw new IllegalArgumentException("shape: " + shape + " (expected: dimensions from 0 up)");
      }
      bytes = Math.multiplyExact(bytes, dimension);
    }
    if (data.byteSize() != bytes) {
      throw new IllegalArgumentException(
          "data: %d bytes (expected: %d for %s %s)".formatted(data.byteSize(), bytes, type, shape));
    }
  }

  /** Returns a tensor over {@code data}, whose first dimension follows from its size. */
  public static Tensor of(TensorType type, MemorySegment data, long... rowShape) {
    long row = type.size();
    List<Long> shape = new ArrayList<>(List.of(0L));
    for (long dimension : rowShape) {
      row *= dimension;
      shape.add(dimension);
    }
    shape.set(0, row == 0 ? 0 : data.byteSize() / row);
    return new Tensor(type, shape, data);
  }

  /** Returns a vector of floats. */
  public static Tensor of(float... values) {
    MemorySegment data = MemorySegment.ofArray(new byte[values.length * Float.BYTES]);
    for (int i = 0; i < values.length; i++) {
      data.setAtIndex(FLOAT, i, values[i]);
    }
    return of(TensorType.F32, data);
  }

  /** Returns a vector of doubles. */
  public static Tensor of(double... values) {
    MemorySegment data = MemorySegment.ofArray(new byte[values.length * Double.BYTES]);
    for (int i = 0; i < values.length; i++) {
      data.setAtIndex(DOUBLE, i, values[i]);
    }
    return of(TensorType.F64, data);
  }

  /** Returns a vector of floats. */
  public static Tensor ofFloats(List<Float> values) {
    float[] array = new float[values.size()];
    for (int i = 0; i < array.length; i++) {
      array[i] = values.get(i);
    }
    return of(array);
  }

  /** Returns a vector of doubles. */
  public static Tensor ofDoubles(List<Double> values) {
    return of(values.stream().mapToDouble(Double::doubleValue).toArray());
  }

  float[] floats() {
    float[] values = new float[Math.toIntExact(data.byteSize() / Float.BYTES)];
    for (int i = 0; i < values.length; i++) {
      values[i] = data.getAtIndex(FLOAT, i);
    }
    return values;
  }

  double[] doubles() {
    double[] values = new double[Math.toIntExact(data.byteSize() / Double.BYTES)];
    for (int i = 0; i < values.length; i++) {
      values[i] = data.getAtIndex(DOUBLE, i);
    }
    return values;
  }
}

package chatwarden.inference.weights;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The content of a weight file: named tensors, the labels of the model where it has any, and the
 * format that says what the tensors are.
 *
 * <p>A tensor that is missing or has another type or shape is an {@link IllegalArgumentException}
 * that names it; {@link WeightFile#open} adds the file.
 */
public final class Weights {
  private static final long ANY = -1;

  private final String format;
  private final List<String> labels;
  private final Map<String, Tensor> tensors;

  Weights(String format, List<String> labels, Map<String, Tensor> tensors) {
    this.format = format;
    this.labels = List.copyOf(labels);
    this.tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
  }

  /** Begins weights of a format without labels. */
  public static Builder of(String format) {
    return of(format, List.of());
  }

  /** Begins weights of a format whose classes are {@code labels}. */
  public static Builder of(String format, List<String> labels) {
    return new Builder(format, labels);
  }

  public String format() {
    return format;
  }

  /** Returns the classes of the model, in the order of its outputs; empty where it has none. */
  public List<String> labels() {
    return labels;
  }

  Map<String, Tensor> tensors() {
    return tensors;
  }

  public boolean has(String name) {
    return tensors.containsKey(name);
  }

  /** Returns the memory of a vector of any length. */
  public MemorySegment vector(String name, TensorType type) {
    return tensor(name, type, ANY).data();
  }

  /** Returns a tensor of two dimensions or more, of which the first may have any size. */
  public Tensor table(String name, TensorType type, long... rowShape) {
    long[] shape = new long[rowShape.length + 1];
    shape[0] = ANY;
    System.arraycopy(rowShape, 0, shape, 1, rowShape.length);
    return tensor(name, type, shape);
  }

  /** Returns the shape of a tensor of {@code dimensions} dimensions. */
  public List<Long> shape(String name, int dimensions) {
    List<Long> shape = tensor(name).shape();
    if (shape.size() != dimensions) {
      throw new IllegalArgumentException(
          "tensor %s: shape %s (expected: %d dimensions)".formatted(name, shape, dimensions));
    }
    return shape;
  }

  /** Returns the elements of a vector of {@code count} floats. */
  public float[] floats(String name, int count) {
    return tensor(name, TensorType.F32, count).floats();
  }

  /** Returns the elements of a vector of {@code count} doubles. */
  public double[] doubles(String name, int count) {
    return tensor(name, TensorType.F64, count).doubles();
  }

  /** Returns the elements of a vector of {@code count} floats, as a list. */
  public List<Float> floatList(String name, int count) {
    List<Float> list = new ArrayList<>();
    for (float value : floats(name, count)) {
      list.add(value);
    }
    return list;
  }

  /** Returns the elements of a vector of {@code count} doubles, as a list. */
  public List<Double> doubleList(String name, int count) {
    return Arrays.stream(doubles(name, count)).boxed().toList();
  }

  private Tensor tensor(String name) {
    Tensor tensor = tensors.get(name);
    if (tensor == null) {
      throw new IllegalArgumentException("tensor " + name + ": missing");
    }
    return tensor;
  }

  private Tensor tensor(String name, TensorType type, long... shape) {
    Tensor tensor = tensor(name);
    boolean fits = tensor.type() == type && tensor.shape().size() == shape.length;
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < shape.length; i++) {
      fits = fits && (shape[i] == ANY || tensor.shape().get(i) == shape[i]);
      expected.add(shape[i] == ANY ? "any" : String.valueOf(shape[i]));
    }
    if (!fits) {
      throw new IllegalArgumentException(
          "tensor %s: %s %s (expected: %s %s)"
              .formatted(name, tensor.type(), tensor.shape(), type, expected));
    }
    return tensor;
  }

  /** Collects tensors. */
  public static final class Builder {
    private final String format;
    private final List<String> labels;
    private final Map<String, Tensor> tensors = new LinkedHashMap<>();

    private Builder(String format, List<String> labels) {
      this.format = format;
      this.labels = labels;
    }

    /** Adds a tensor of a name that no other has. */
    public Builder with(String name, Tensor tensor) {
      if (tensors.putIfAbsent(name, tensor) != null) {
        throw new IllegalArgumentException("tensor " + name + ": given twice");
      }
      return this;
    }

    public Weights build() {
      return new Weights(format, labels, tensors);
    }
  }
}

package chatwarden.inference.weights;

import java.util.Arrays;
import java.util.Optional;

/** The types of a tensor's elements that our models need, with the names that safetensors uses. */
public enum TensorType {
  /** Slots of a hash table. */
  U64(8),
  F64(8),
  F32(4),
  I16(2),
  I8(1);

  private final int size;

  TensorType(int size) {
    this.size = size;
  }

  /** Returns the size of an element in bytes. */
  public int size() {
    return size;
  }

  static Optional<TensorType> named(String name) {
    return Arrays.stream(values()).filter(type -> type.name().equals(name)).findFirst();
  }
}

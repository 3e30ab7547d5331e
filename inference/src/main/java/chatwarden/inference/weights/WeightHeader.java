package chatwarden.inference.weights;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The JSON at the head of a weight file. */
final class WeightHeader {
  static final String NO_CHECKSUM = "00000000";

  private static final String METADATA = "__metadata__";
  private static final String FORMAT = "format";
  private static final String LABELS = "labels";
  private static final String CHECKSUM = "crc32";
  private static final String TYPE = "dtype";
  private static final String SHAPE = "shape";
  private static final String OFFSETS = "data_offsets";
  private static final Pattern CHECKSUM_ENTRY = Pattern.compile("\"crc32\":\"([0-9a-f]{8})\"");
  private static final ObjectMapper JSON = new ObjectMapper();

  private WeightHeader() {}

  /**
   * Returns the tensors in the order of their data: those with the widest elements first, so that
   * each begins at a multiple of its element's size.
   */
  static Map<String, Tensor> inOrder(Weights weights) {
    List<Map.Entry<String, Tensor>> entries = new ArrayList<>(weights.tensors().entrySet());
    entries.sort(Comparator.comparing(entry -> -entry.getValue().type().size()));
    Map<String, Tensor> ordered = new LinkedHashMap<>();
    entries.forEach(entry -> ordered.put(entry.getKey(), entry.getValue()));
    return ordered;
  }

  /** Returns the header of weights whose checksum is {@code checksum}. */
  static String of(Weights weights, String checksum) {
    ObjectNode header = JSON.createObjectNode();
    ObjectNode metadata = header.putObject(METADATA);
    metadata.put(FORMAT, weights.format());
    if (!weights.labels().isEmpty()) {
      metadata.put(LABELS, String.join(",", weights.labels()));
    }
    metadata.put(CHECKSUM, checksum);
    long offset = 0;
    for (Map.Entry<String, Tensor> entry : inOrder(weights).entrySet()) {
      Tensor tensor = entry.getValue();
      ObjectNode node = header.putObject(entry.getKey());
      node.put(TYPE, tensor.type().name());
      tensor.shape().forEach(node.putArray(SHAPE)::add);
      node.putArray(OFFSETS).add(offset).add(offset + tensor.data().byteSize());
      offset += tensor.data().byteSize();
    }
    return header.toString();
  }

  /** Returns the checksum that a header states, or an empty text. */
  static String checksum(String header) {
    Matcher entry = CHECKSUM_ENTRY.matcher(header);
    return entry.find() ? entry.group(1) : "";
  }

  /** Returns the header as it is checked: with {@link #NO_CHECKSUM}. */
  static String unchecked(String header) {
    return CHECKSUM_ENTRY
        .matcher(header)
        .replaceFirst("\"" + CHECKSUM + "\":\"" + NO_CHECKSUM + "\"");
  }

  /**
   * Reads a header.
   *
   * @param data the part of the file after it
   * @throws IllegalArgumentException if the header is not one of a weight file
   */
  static Weights parse(String header, MemorySegment data) {
    JsonNode root;
    try {
      root = JSON.readTree(header);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("its header is not JSON", e);
    }
    JsonNode metadata = root.path(METADATA);
    String labels = metadata.path(LABELS).asText("");
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : root.properties()) {
      if (!entry.getKey().equals(METADATA)) {
        tensors.put(entry.getKey(), tensor(entry.getKey(), entry.getValue(), data));
      }
    }
    return new Weights(
        metadata.path(FORMAT).asText(""),
        labels.isEmpty() ? List.of() : List.of(labels.split(",", -1)),
        tensors);
  }

  private static Tensor tensor(String name, JsonNode node, MemorySegment data) {
    String type = node.path(TYPE).asText("");
    TensorType known =
        TensorType.named(type)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "tensor %s: dtype %s (expected: one of %s)"
                            .formatted(name, type, List.of(TensorType.values()))));
    List<Long> shape = new ArrayList<>();
    node.path(SHAPE).forEach(dimension -> shape.add(dimension.asLong(-1)));
    long begin = node.path(OFFSETS).path(0).asLong(-1);
    long end = node.path(OFFSETS).path(1).asLong(-1);
    if (begin < 0 || end < begin || end > data.byteSize()) {
      throw new IllegalArgumentException(
          "tensor %s: data_offsets [%d, %d] (expected: within [0, %d])"
              .formatted(name, begin, end, data.byteSize()));
    }
    return new Tensor(known, shape, data.asSlice(begin, end - begin));
  }
}

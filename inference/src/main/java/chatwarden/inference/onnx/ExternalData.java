package chatwarden.inference.onnx;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Finds the files that an ONNX file takes weights from. Reads the messages of {@code onnx.proto}
 * that lead to tensors, and skips the rest unread.
 */
public final class ExternalData {

  private static final int MOST_DEPTH = 64;
  private static final int KEY = 1;
  private static final int VALUE = 2;

  private enum Message {
    MODEL,
    GRAPH,
    NODE,
    ATTRIBUTE,
    SPARSE_TENSOR,
    TENSOR,
    FUNCTION,
    TRAINING,
    ENTRY
  }

  /** The fields of each message that hold messages on the way to tensors. */
  private static final Map<Message, Map<Integer, Message>> FIELDS =
      Map.of(
          Message.MODEL,
          Map.of(7, Message.GRAPH, 20, Message.TRAINING, 25, Message.FUNCTION),
          Message.TRAINING,
          Map.of(1, Message.GRAPH, 2, Message.GRAPH),
          Message.FUNCTION,
          Map.of(7, Message.NODE, 11, Message.ATTRIBUTE),
          Message.GRAPH,
          Map.of(1, Message.NODE, 5, Message.TENSOR, 15, Message.SPARSE_TENSOR),
          Message.NODE,
          Map.of(5, Message.ATTRIBUTE),
          Message.ATTRIBUTE,
          Map.of(
              5, Message.TENSOR,
              6, Message.GRAPH,
              10, Message.TENSOR,
              11, Message.GRAPH,
              22, Message.SPARSE_TENSOR,
              23, Message.SPARSE_TENSOR),
          Message.SPARSE_TENSOR,
          Map.of(1, Message.TENSOR, 2, Message.TENSOR),
          Message.TENSOR,
          Map.of(13, Message.ENTRY),
          Message.ENTRY,
          Map.of());

  private final CodedInputStream input;
  private final SortedSet<String> locations = new TreeSet<>();

  private ExternalData(CodedInputStream input) {
    this.input = input;
  }

  /**
   * Returns the locations that {@code file} names, as it writes them.
   *
   * @throws IOException if it cannot be read, or its messages are malformed
   */
  static SortedSet<String> locations(Path file) throws IOException {
    try (InputStream content = Files.newInputStream(file)) {
      CodedInputStream input = CodedInputStream.newInstance(content);
      input.setSizeLimit(Integer.MAX_VALUE);
      ExternalData data = new ExternalData(input);
      data.read(Message.MODEL, 0);
      return data.locations;
    } catch (InvalidProtocolBufferException e) {
      throw new IOException(file + ": not an ONNX file", e);
    }
  }

  private void read(Message message, int depth) throws IOException {
    if (depth > MOST_DEPTH) {
      throw new IOException("graphs within graphs: more than " + MOST_DEPTH + " levels");
    }
    String key = "";
    String value = "";
    for (int tag = input.readTag(); tag != 0; tag = input.readTag()) {
      int field = WireFormat.getTagFieldNumber(tag);
      boolean hasLength = WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_LENGTH_DELIMITED;
      Message inner = FIELDS.getOrDefault(message, Map.of()).get(field);
      if (hasLength && inner != null) {
        int limit = input.pushLimit(input.readRawVarint32());
        read(inner, depth + 1);
        input.checkLastTagWas(0);
        input.popLimit(limit);
      } else if (hasLength && message == Message.ENTRY && field == KEY) {
        key = input.readString();
      } else if (hasLength && message == Message.ENTRY && field == VALUE) {
        value = input.readString();
      } else {
        input.skipField(tag);
      }
    }
    if (key.equals("location")) {
      locations.add(value);
    }
  }

  /**
   * Checks that the manifest lists every file that the ONNX file {@code path} takes weights from,
   * so that none is loaded unchecked.
   *
   * @param path as the manifest names it
   * @throws RuntimeException of {@code files}, naming the first that is missing
   * @throws IOException if the file is not ONNX
   */
  public static void requireListed(ListedFiles files, String path) throws IOException {
    for (String location : locations(files.path(path))) {
      files.path(beside(path, location));
    }
  }

  /** Finds the files of a model that its manifest lists. */
  @FunctionalInterface
  public interface ListedFiles {
    /** Returns the file at {@code path}; fails where the manifest does not list it. */
    Path path(String path);
  }

  private static String beside(String path, String location) throws IOException {
    try {
      return Path.of(path).resolveSibling(location).normalize().toString().replace('\\', '/');
    } catch (InvalidPathException e) {
      throw new IOException(path + ": a location that this system cannot have", e);
    }
  }
}

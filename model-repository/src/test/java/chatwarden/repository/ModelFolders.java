package chatwarden.repository;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Lays out tiny models whose answer to a text is the content of their file and the text. */
public final class ModelFolders {

  /** The task of all of them. */
  public static final String TASK = "echo";

  private final Path root;

  /** Lays out models in {@code root}. */
  public ModelFolders(Path root) {
    this.root = root;
  }

  /** Lays out a version whose file holds {@code content}. */
  public Path add(String name, String version, String language, String content) {
    return write(
        name,
        version,
        """
        name: %s
        version: "%s"
        task: echo
        format: plain
        languages: [%s]
        files:
          - path: says.txt
            sha256: %s
        warmup:
          - warm up
        """
            .formatted(name, version, language, sha256(content)),
        content);
  }

  /** Lays out a version with this manifest. */
  public Path write(String name, String version, String manifest, String content) {
    Path folder = root.resolve(name).resolve(version);
    try {
      Files.createDirectories(folder);
      Files.writeString(folder.resolve("says.txt"), content);
      Files.writeString(folder.resolve("model.yaml"), manifest);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return folder;
  }

  static String sha256(String content) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(content.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  /** A model that answers with what its file says, and knows whether it is closed. */
  public static final class Echo implements AutoCloseable {

    private final String says;
    private volatile boolean closed;
    private final AtomicInteger warmedOn = new AtomicInteger();

    Echo(String says) {
      this.says = says;
    }

    /** The answers to {@code texts}. */
    public List<String> answer(List<String> texts) {
      if (closed) {
        throw new IllegalStateException("closed");
      }
      return texts.stream().map(text -> says + ":" + text).toList();
    }

    /** How many texts it was warmed on. */
    public int warmedOn() {
      return warmedOn.get();
    }

    /** Whether it was closed. */
    public boolean isClosed() {
      return closed;
    }

    @Override
    public void close() {
      closed = true;
    }
  }

  /** Reads these models. */
  public static final class Loader implements ModelLoader<Echo> {

    @Override
    public String format() {
      return "plain";
    }

    @Override
    public Echo open(ModelFiles files) throws IOException {
      String says = Files.readString(files.path("says.txt"));
      if (says.equals("no model")) {
        throw new IOException("not a model");
      }
      return new Echo(says);
    }

    @Override
    public void warm(Echo model, List<String> texts) {
      model.warmedOn.addAndGet(texts.size());
    }
  }
}

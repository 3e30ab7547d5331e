package chatwarden.testing.engine;

import chatwarden.testing.process.FreePorts;
import chatwarden.testing.project.ProjectRoot;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * S3Proxy over a folder, on loopback: a server of S3 that checks signatures and their expiry. Used
 * by one thread at a time.
 */
public final class S3ProxyServer implements AutoCloseable {

  /** The access key that it knows. */
  public static final String ACCESS_KEY = "chatwarden";

  /** The secret key. */
  public static final String SECRET_KEY = "chatwarden-secret";

  private final int port = FreePorts.next();
  private final Path folder = TemporaryFolder.create("s3proxy");
  private final EngineProcess process;

  private S3ProxyServer(Path libraries, String bucket) {
    Path settings = folder.resolve("s3proxy.conf");
    try {
      Files.createDirectories(folder.resolve("data").resolve(bucket));
      Files.writeString(settings, settings());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx256m",
            "-cp",
            libraries + "/*",
            "org.gaul.s3proxy.Main",
            "--properties",
            settings.toString());
    process =
        EngineProcess.start(
            "s3proxy",
            new ProcessBuilder(command).directory(folder.toFile()),
            folder.resolve("s3proxy.log"));
    process.awaitReady(Duration.ofSeconds(60), () -> EngineProcess.accepts(port));
  }

  /**
   * Starts one with an empty bucket; where {@code .ci/run} has not installed it, the test is
   * skipped and says so.
   */
  public static S3ProxyServer start(String bucket) {
    Path libraries = ProjectRoot.find().resolve(".ci/s3proxy");
    Installed.require(libraries.resolve("s3proxy-4.1.0.jar"), "S3Proxy");
    return new S3ProxyServer(libraries, bucket);
  }

  private String settings() {
    return """
    s3proxy.endpoint=%s
    s3proxy.authorization=aws-v4
    s3proxy.identity=%s
    s3proxy.credential=%s
    jclouds.provider=filesystem-nio2
    jclouds.identity=identity
    jclouds.credential=credential
    jclouds.filesystem.basedir=%s
    """
        .formatted(endpoint(), ACCESS_KEY, SECRET_KEY, folder.resolve("data"));
  }

  /** Returns the address of the server, which has the buckets as folders. */
  public String endpoint() {
    return "http://127.0.0.1:" + port;
  }

  @Override
  public void close() {
    process.kill9();
    TemporaryFolder.delete(folder);
  }
}

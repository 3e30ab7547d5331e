package chatwarden.testing.process;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/**
 * Another JVM, of the same Java as the test's, that is killed at the latest when this one ends.
 * Safe for use by many threads.
 *
 * <pre>{@code
 * try (JavaProcess server =
 *     JavaProcess.ofMain("chatwarden.x.Main").arguments("--port", "0").start()) {
 *   server.awaitLine(Pattern.compile("ready .*"), Duration.ofSeconds(20));
 *   server.kill9();
 * }
 * }</pre>
 */
public final class JavaProcess implements AutoCloseable {

  private static final Duration KILL_LIMIT = Duration.ofSeconds(10);
  private static final int SHOWN_LINES = 40;

  private final Process process;
  private final LineLog out = new LineLog();
  private final LineLog err = new LineLog();
  private final List<Thread> readers;
  private final Thread hook;

  private JavaProcess(Process process) {
    this.process = process;
    this.readers =
        List.of(read(process.getInputStream(), out), read(process.getErrorStream(), err));
    this.hook = new Thread(process::destroyForcibly);
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** A JVM that runs {@code mainClass} on the class path of the test. */
  public static Builder ofMain(String mainClass) {
    return ofJava(List.of(mainClass)).classPath(System.getProperty("java.class.path"));
  }

  /** A JVM that runs {@code mainClass} on {@code classPath}. */
  public static Builder ofMain(String mainClass, List<Path> classPath) {
    List<String> entries = classPath.stream().map(Path::toString).toList();
    return ofJava(List.of(mainClass)).classPath(String.join(File.pathSeparator, entries));
  }

  /** A JVM that runs the main class of {@code jar}. */
  public static Builder ofJar(Path jar) {
    return ofJava(List.of("-jar", jar.toString()));
  }

  /** A JVM that {@code script} becomes, by {@code exec}. */
  public static Builder ofScript(Path script) {
    return new Builder(script, List.of());
  }

  private static Builder ofJava(List<String> main) {
    return new Builder(Path.of(System.getProperty("java.home"), "bin", "java"), main);
  }

  /** Its process id. */
  public long pid() {
    return process.pid();
  }

  /** Whether it lives. */
  public boolean isAlive() {
    return process.isAlive();
  }

  /** Its standard input. */
  public OutputStream standardInput() {
    return process.getOutputStream();
  }

  /** The lines of its standard output so far. */
  public List<String> standardOutput() {
    return out.all();
  }

  /** The lines of its standard error so far. */
  public List<String> standardError() {
    return err.all();
  }

  /**
   * The first line of either output that {@code pattern} is found in.
   *
   * @throws IllegalStateException with the last lines when none comes in time or the process ends
   */
  public String awaitLine(Pattern pattern, Duration limit) {
    LineLog.Search inOut = out.search(pattern.asPredicate());
    LineLog.Search inErr = err.search(pattern.asPredicate());
    try {
      return Awaitility.await()
          .atMost(limit)
          .pollInterval(Duration.ofMillis(10))
          .until(() -> find(inOut, inErr), found -> found.isPresent() || readersAreDone())
          .or(() -> find(inOut, inErr))
          .orElseThrow(
              () -> new IllegalStateException("ended without /" + pattern + "/: " + tail()));
    } catch (ConditionTimeoutException e) {
      String threads = isAlive() ? ThreadDump.of(pid(), out::all) : "";
      throw new IllegalStateException(
          "no /" + pattern + "/ in " + limit + ": " + tail() + "\n" + threads, e);
    }
  }

  /** Kills it with SIGKILL and waits until it is gone. */
  public void kill9() {
    process.destroyForcibly();
    awaitExit(KILL_LIMIT);
  }

  /** Stops it with SIGSTOP: it keeps its connections and does nothing. Waits until it stopped. */
  public void suspend() {
    ProcessSignal.STOP.send(pid());
    Awaitility.await().atMost(KILL_LIMIT).until(() -> ProcessSignal.isStopped(pid()));
  }

  /** Lets it go on with SIGCONT. */
  public void resume() {
    ProcessSignal.CONT.send(pid());
  }

  /** Asks it to end, with SIGTERM, and does not wait. */
  public void terminate() {
    process.destroy();
  }

  /**
   * Waits for its end; afterwards its output is complete.
   *
   * @return the exit status
   */
  public int awaitExit(Duration limit) {
    try {
      if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new IllegalStateException("lives on after " + limit + ": " + tail());
      }
      for (Thread reader : readers) {
        reader.join(KILL_LIMIT);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for a process", e);
    }
    forgetHook();
    return process.exitValue();
  }

  /**
   * Kills it if it lives, and the processes that it started. Those left when it was killed before
   * is not found any more.
   */
  @Override
  public void close() {
    List<ProcessHandle> started = process.descendants().toList();
    kill9();
    for (ProcessHandle child : started) {
      child.destroyForcibly();
      child.onExit().orTimeout(KILL_LIMIT.toSeconds(), TimeUnit.SECONDS).join();
    }
  }

  private static Optional<String> find(LineLog.Search inOut, LineLog.Search inErr) {
    return inOut.find().or(inErr::find);
  }

  private boolean readersAreDone() {
    return readers.stream().noneMatch(Thread::isAlive);
  }

  private String tail() {
    return Stream.of(out, err)
        .flatMap(log -> log.last(SHOWN_LINES).stream())
        .collect(Collectors.joining("\n"));
  }

  private void forgetHook() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // This JVM is going down and runs the hook by itself.
    }
  }

  /**
   * On a platform thread: a read of a pipe holds its carrier, and there may be only two of them.
   */
  private static Thread read(InputStream stream, LineLog lines) {
    return Thread.ofPlatform()
        .daemon()
        .start(
            () -> {
              try (BufferedReader reader =
                  new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
                reader.lines().forEach(lines::add);
              } catch (IOException | UncheckedIOException e) {
                lines.add("(its output broke off: " + e.getMessage() + ")");
              }
            });
  }

  /** What to start. Used by one thread at a time. */
  public static final class Builder {

    private final Path program;
    private final List<String> main;
    private final List<String> jvmArguments = new ArrayList<>();
    private final List<String> arguments = new ArrayList<>();
    private List<String> launcher = List.of();
    private final ProcessBuilder builder = new ProcessBuilder();

    private Builder(Path program, List<String> main) {
      this.program = program;
      this.main = main;
    }

    /** By the environment: ONNX Runtime crashes in a process with a long command line. */
    private Builder classPath(String entries) {
      builder.environment().put("CLASSPATH", entries);
      return this;
    }

    /** Adds arguments of the JVM. */
    public Builder jvmArguments(String... more) {
      jvmArguments.addAll(List.of(more));
      return this;
    }

    /** Adds arguments of the program. */
    public Builder arguments(String... more) {
      arguments.addAll(List.of(more));
      return this;
    }

    /** Starts it by another command, which takes this one as its arguments. */
    public Builder within(List<String> words) {
      launcher = List.copyOf(words);
      return this;
    }

    /** Adds variables to the environment, which is that of the test otherwise. */
    public Builder environment(Map<String, String> variables) {
      builder.environment().putAll(variables);
      return this;
    }

    /** Where it runs; the test's own folder by default. */
    public Builder folder(Path folder) {
      builder.directory(folder.toFile());
      return this;
    }

    /** Starts it. */
    public JavaProcess start() {
      List<String> command = new ArrayList<>(launcher);
      command.add(program.toString());
      command.addAll(jvmArguments);
      command.addAll(main);
      command.addAll(arguments);
      try {
        return new JavaProcess(builder.command(command).start());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}

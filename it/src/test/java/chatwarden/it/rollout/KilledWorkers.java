package chatwarden.it.rollout;

import chatwarden.it.process.ChatwardenProcess;
import chatwarden.testing.process.JavaProcess;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** Workers of pipelines, each a process of its own, of which one is killed now and then. */
final class KilledWorkers implements AutoCloseable {

  private final List<String> settings;
  private final Map<Long, JavaProcess> workers = new TreeMap<>();

  /** Starts two of them. */
  KilledWorkers(List<String> settings) {
    this.settings = List.copyOf(settings);
    startOne();
    startOne();
  }

  private void startOne() {
    List<String> arguments = new ArrayList<>(List.of("serve", "pipelines"));
    for (String setting : settings) {
      arguments.addAll(List.of("--set", setting));
    }
    JavaProcess worker = ChatwardenProcess.start(arguments.toArray(String[]::new));
    workers.put(worker.pid(), worker);
  }

  /** Kills the one of that name with SIGKILL, and starts another. */
  void kill(String name) {
    long pid = Long.parseLong(name.substring(name.lastIndexOf(':') + 1));
    JavaProcess killed = Objects.requireNonNull(workers.remove(pid), name);
    killed.kill9();
    startOne();
  }

  @Override
  public void close() {
    workers.values().forEach(JavaProcess::close);
  }
}

package chatwarden.mlops.study;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of a worker in a journal: host, process and start of the process, so that a later worker
 * on the same host knows whether it lives.
 *
 * @param host the host
 * @param process the process id
 * @param started when the process started
 * @param suffix distinguishes the workers of a process
 */
record WorkerId(String host, long process, Instant started, String suffix) {
  private static final Pattern FORM = Pattern.compile("chatwarden:(.*):(\\d+):(\\d+):([0-9a-f]+)");

  /** The start of a process is known to the second, give or take corrections of the clock. */
  private static final Duration TOLERANCE = Duration.ofSeconds(5);

  static WorkerId ofThisProcess() {
    ProcessHandle process = ProcessHandle.current();
    return new WorkerId(
        thisHost(),
        process.pid(),
        process.info().startInstant().orElse(Instant.EPOCH),
        UUID.randomUUID().toString().substring(0, 8));
  }

  /** Returns the worker of this name; empty where it is not one of ours, such as Optuna's. */
  static Optional<WorkerId> parse(String name) {
    Matcher matcher = FORM.matcher(name);
    return matcher.matches()
        ? Optional.of(
            new WorkerId(
                matcher.group(1),
                Long.parseLong(matcher.group(2)),
                Instant.ofEpochMilli(Long.parseLong(matcher.group(3))),
                matcher.group(4)))
        : Optional.empty();
  }

  /** Returns whether it ran on this host and its process has ended. */
  boolean isGone() {
    return host.equals(thisHost())
        && ProcessHandle.of(process)
            .filter(ProcessHandle::isAlive)
            .flatMap(alive -> alive.info().startInstant())
            .filter(start -> Duration.between(start, started).abs().compareTo(TOLERANCE) < 0)
            .isEmpty();
  }

  @Override
  public String toString() {
    return "chatwarden:%s:%d:%d:%s".formatted(host, process, started.toEpochMilli(), suffix);
  }

  private static String thisHost() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "localhost";
    }
  }
}

package chatwarden.runtime.lifecycle;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Parts that depend on those before them. */
final class PartSequence implements ServicePart {

  private final String name;
  private final List<ServicePart> parts;
  private final List<ServicePart> started = new ArrayList<>();

  PartSequence(String name, List<? extends ServicePart> parts) {
    this.name = name;
    this.parts = List.copyOf(parts);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void start() throws Exception {
    try {
      for (ServicePart part : parts) {
        part.start();
        started.add(part);
      }
    } catch (Exception | Error e) {
      try {
        close();
      } catch (Exception suppressed) {
        e.addSuppressed(suppressed);
      }
      throw e;
    }
  }

  /** Every part gets the time that the ones before it left. */
  @Override
  public void drain(Duration timeout) throws Exception {
    long deadline = System.nanoTime() + timeout.toNanos();
    Faults faults = new Faults();
    for (ServicePart part : started.reversed()) {
      long left = Math.max(0, deadline - System.nanoTime());
      faults.guard(() -> part.drain(Duration.ofNanos(left)));
    }
    faults.throwFirst();
  }

  @Override
  public void close() throws Exception {
    Faults faults = new Faults();
    for (ServicePart part : started.reversed()) {
      faults.guard(part::close);
    }
    started.clear();
    faults.throwFirst();
  }
}

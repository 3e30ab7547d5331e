package chatwarden.inference.onnx;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/**
 * The reports that ONNX Runtime sends to its maker from version 1.29 on, unless a variable of the
 * environment forbids them before it is loaded.
 */
final class RuntimeTelemetry {

  static final String VARIABLE = "ORT_DISABLE_TELEMETRY";

  private RuntimeTelemetry() {}

  /** Forbids them in this process; a value that the variable has stays. */
  static void disable() {
    Linker linker = Linker.nativeLinker();
    Optional<MemorySegment> setter = linker.defaultLookup().find("setenv");
    if (setter.isEmpty()) {
      return; // Windows, where OrtEnvironment.setTelemetry has effect.
    }
    MethodHandle set =
        linker.downcallHandle(
            setter.get(), FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, JAVA_INT));
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment name = arena.allocateFrom(VARIABLE);
      MemorySegment value = arena.allocateFrom("1");
      int status = (int) set.invokeExact(name, value, 0);
      if (status != 0) {
        throw new IllegalStateException("setenv of " + VARIABLE + " failed with " + status);
      }
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("setenv cannot be called", e);
    }
  }
}

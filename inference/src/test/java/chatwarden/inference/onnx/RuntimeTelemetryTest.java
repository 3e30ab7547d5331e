package chatwarden.inference.onnx;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

@DisabledOnOs(OS.WINDOWS)
class RuntimeTelemetryTest {

  @Test
  void nativeCodeSeesThatReportsAreForbidden() throws Throwable {
    RuntimeTelemetry.disable();
    RuntimeTelemetry.disable();

    Linker linker = Linker.nativeLinker();
    MethodHandle get =
        linker.downcallHandle(
            linker.defaultLookup().find("getenv").orElseThrow(),
            FunctionDescriptor.of(ADDRESS, ADDRESS));
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment value =
          (MemorySegment) get.invokeExact(arena.allocateFrom(RuntimeTelemetry.VARIABLE));
      assertThat(value.reinterpret(8).getString(0)).isEqualTo("1");
    }
  }
}

package chatwarden.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chatwarden.repository.ModelFolders.Echo;
import chatwarden.runtime.error.FaultCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

final class ModelVersionsTest extends ModelRepositoryFixture {

  @Test
  void aLeasedModelOutlivesItsVersion() throws IOException {
    Path old = folders.add("vi-echo", "1", "vi", "one");
    ModelRepository<Echo> repository = started();
    ModelLease<Echo> lease = repository.lease("vi-echo");
    Echo model = lease.model();
    folders.add("vi-echo", "2", "vi", "two");
    Files.delete(old.resolve("model.yaml"));
    repository.refresh();

    assertThat(answer(repository.lease("vi-echo"))).isEqualTo("two:hi");
    assertThat(model.answer(List.of("hi"))).containsExactly("one:hi");
    lease.close();
    lease.close();
    assertThat(model.isClosed()).isTrue();
    assertThatThrownBy(lease::model).isInstanceOf(IllegalStateException.class);
    repository.close();
  }

  @Test
  void whatStaysIsNotLoadedAgain() {
    folders.add("vi-echo", "1", "vi", "one");
    ModelRepository<Echo> repository = started();
    try (ModelLease<Echo> before = repository.lease("vi-echo")) {
      repository.refresh();
      try (ModelLease<Echo> after = repository.lease("vi-echo")) {
        assertThat(after.model()).isSameAs(before.model());
      }
    }
    repository.close();
  }

  @Test
  void aNewVersionIsServedWhenItsFolderIsStill() {
    folders.add("vi-echo", "1", "vi", "one");
    ModelRepository<Echo> repository = started();
    folders.add("vi-echo", "2", "vi", "two");

    repository.poll();
    assertThat(answer(repository.leaseFor("vi"))).isEqualTo("one:hi");
    repository.poll();
    assertThat(answer(repository.leaseFor("vi"))).isEqualTo("two:hi");
    assertThat(answer(repository.lease("vi-echo@1"))).isEqualTo("one:hi");
    assertThat(registry.get("model.served").gauge().value()).isEqualTo(2);
    try (ModelLease<Echo> lease = repository.leaseFor("vi")) {
      assertThat(lease.model().warmedOn()).isEqualTo(1);
    }
    repository.close();
  }

  @Test
  void aVersionThatIsBeingCopiedIsLeftAloneUntilItIsWhole() throws IOException {
    folders.add("vi-echo", "1", "vi", "one");
    ModelRepository<Echo> repository = started();
    Path copied = folders.add("vi-echo", "2", "vi", "all of it").resolve("says.txt");
    for (String part : List.of("a", "all", "all of", "all of it")) {
      Files.writeString(copied, part);
      repository.poll();
      assertThat(repository.models()).hasToString("[vi-echo@1]");
    }
    repository.poll();

    assertThat(answer(repository.lease("vi-echo"))).isEqualTo("all of it:hi");
    assertThat(refused()).isZero();
    repository.close();
  }

  private long refused() {
    var timer = registry.find("model.load").tag("outcome", "refused").timer();
    return timer == null ? 0 : timer.count();
  }

  @Test
  void aBrokenNewVersionIsRefusedOnceAndTakenWhenItIsMended() throws IOException {
    folders.add("vi-echo", "1", "vi", "one");
    ModelRepository<Echo> repository = started();
    Path weights = folders.add("vi-echo", "2", "vi", "two").resolve("says.txt");
    Files.writeString(weights, "something else");
    for (int i = 0; i < 5; i++) {
      repository.poll();
    }

    assertThat(refused()).isEqualTo(1);
    assertThat(answer(repository.lease("vi-echo"))).isEqualTo("one:hi");
    assertThat(repository.statuses())
        .hasSize(2)
        .satisfies(
            all -> {
              assertThat(all.getFirst()).isEqualTo(new ModelStatus(id("1"), ""));
              assertThat(all.getLast().id()).isEqualTo(id("2"));
              assertThat(all.getLast().isServed()).isFalse();
              assertThat(all.getLast().problem()).contains("says.txt: sha256");
            });
    Files.writeString(weights, "two");
    repository.poll();
    repository.poll();
    assertThat(answer(repository.lease("vi-echo"))).isEqualTo("two:hi");
    assertThat(repository.statuses()).allMatch(ModelStatus::isServed);
    repository.close();
  }

  private static ModelId id(String version) {
    return new ModelId("vi-echo", version);
  }

  @Test
  void aNewVersionTakesThePlaceOfTheOldestWhichIsDrainedAndClosed() {
    folders.add("vi-echo", "1", "vi", "one");
    folders.add("vi-echo", "2", "vi", "two");
    ModelRepository<Echo> repository = repository(new VersionPolicy(2, Map.of()));
    repository.start();
    ModelLease<Echo> lease = repository.lease("vi-echo@1");
    Echo oldest = lease.model();
    folders.add("vi-echo", "3", "vi", "three");
    repository.refresh();

    assertThat(repository.models()).hasToString("[vi-echo@2, vi-echo@3]");
    assertThat(oldest.answer(List.of("hi"))).containsExactly("one:hi");
    assertThat(oldest.isClosed()).isFalse();
    lease.close();
    assertThat(oldest.isClosed()).isTrue();
    repository.close();
  }

  @Test
  void aBrokenVersionTakesNoPlace() {
    folders.add("vi-echo", "1", "vi", "one");
    ModelRepository<Echo> repository = repository(new VersionPolicy(1, Map.of()));
    repository.start();
    folders.add("vi-echo", "2", "vi", "no model");
    repository.refresh();

    assertThat(repository.models()).hasToString("[vi-echo@1]");
    repository.close();
  }

  @Test
  void aPinnedVersionStaysWhateverComesAndGoes() throws IOException {
    Path pinned = folders.add("vi-echo", "1", "vi", "one");
    ModelRepository<Echo> repository = repository(new VersionPolicy(1, Map.of("vi", "vi-echo@1")));
    repository.start();
    folders.add("vi-echo", "2", "vi", "two");
    folders.add("vi-echo", "3", "vi", "three");
    repository.refresh();
    assertThat(repository.models()).hasToString("[vi-echo@1, vi-echo@3]");
    Files.delete(pinned.resolve("model.yaml"));
    repository.refresh();

    assertThat(answer(repository.leaseFor("vi"))).isEqualTo("one:hi");
    assertThat(answer(repository.lease("vi-echo"))).isEqualTo("three:hi");
    repository.close();
  }

  @Test
  void theLastVersionStaysWhenTheFolderIsEmptied() throws IOException {
    Path only = folders.add("vi-echo", "1", "vi", "one");
    ModelRepository<Echo> repository = started();
    Files.delete(only.resolve("model.yaml"));
    repository.refresh();

    assertThat(answer(repository.leaseFor("vi"))).isEqualTo("one:hi");
    repository.close();
  }

  @Test
  void closingClosesTheModelsAndFurtherCallsAreTold() {
    folders.add("vi-echo", "1", "vi", "one");
    ModelRepository<Echo> repository = started();
    ModelLease<Echo> lease = repository.lease("vi-echo");
    Echo model = lease.model();
    repository.close();

    assertThat(model.isClosed()).isFalse();
    lease.close();
    assertThat(model.isClosed()).isTrue();
    assertThatThrownBy(() -> repository.lease("vi-echo")).matches(FaultCode.UNAVAILABLE::isOf);
  }

  @Test
  void noCallSeesAClosedModelWhileVersionsComeAndGo() throws Exception {
    folders.add("vi-echo", "1", "vi", "one");
    ModelRepository<Echo> repository = started();
    AtomicBoolean over = new AtomicBoolean();
    CompletableFuture<Void> caller =
        CompletableFuture.runAsync(
            () -> {
              while (!over.get()) {
                assertThat(answer(repository.lease("vi-echo"))).endsWith(":hi");
              }
            });
    for (int version = 2; version < 40; version++) {
      folders.add("vi-echo", String.valueOf(version), "vi", "v");
      Files.delete(root.resolve("vi-echo/" + (version - 1) + "/model.yaml"));
      repository.refresh();
    }
    over.set(true);
    caller.get(10, TimeUnit.SECONDS);
    repository.close();
  }
}

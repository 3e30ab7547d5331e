package chatwarden.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chatwarden.repository.ModelFolders.Echo;
import chatwarden.runtime.error.FaultCode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class ModelRepositoryStartTest extends ModelRepositoryFixture {

  @Test
  void findsTheNewestVersionOfANameAndEachVersionByItself() {
    folders.add("vi-echo", "9", "vi", "nine");
    folders.add("vi-echo", "10", "vi", "ten");
    ModelRepository<Echo> repository = started();

    assertThat(answer(repository.lease("vi-echo"))).isEqualTo("ten:hi");
    assertThat(answer(repository.lease("vi-echo@9"))).isEqualTo("nine:hi");
    assertThat(answer(repository.leaseFor("vi"))).isEqualTo("ten:hi");
    assertThat(repository.models()).hasToString("[vi-echo@9, vi-echo@10]");
    repository.close();
  }

  @Test
  void warmsEveryModelBeforeItServes() {
    folders.add("vi-echo", "1", "vi", "one");
    ModelRepository<Echo> repository = started();
    try (ModelLease<Echo> lease = repository.lease("vi-echo")) {
      assertThat(lease.model().warmedOn()).isEqualTo(1);
    }
    repository.close();
  }

  @Test
  void whatIsNotServedIsNamedWithWhatIs() {
    folders.add("vi-echo", "1", "vi", "one");
    ModelRepository<Echo> repository = started();

    for (String model : List.of("en-echo", "vi-echo@2", "vi-echo@", "@1", "../x", "vi-echo@../1")) {
      assertThatThrownBy(() -> repository.lease(model))
          .as(model)
          .matches(FaultCode.NOT_FOUND::isOf)
          .hasMessage("model " + model + " is not served (served: vi-echo@1)");
    }
    assertThatThrownBy(() -> repository.leaseFor("en"))
        .matches(FaultCode.NOT_FOUND::isOf)
        .hasMessage("language en is not served (served: vi)");
    repository.close();
  }

  @Test
  void aBrokenVersionIsRefusedAndTheOthersStay() {
    folders.add("vi-echo", "1", "vi", "one");
    folders.add("vi-echo", "2", "vi", "no model");
    folders.write("vi-echo", "3", "name: [", "three");
    ModelRepository<Echo> repository = started();

    assertThat(repository.models()).hasToString("[vi-echo@1]");
    repository.close();
  }

  @Test
  void modelsOfOtherTasksAreLeftAlone() {
    folders.add("vi-echo", "1", "vi", "one");
    folders.write(
        "vi-other",
        "1",
        "{name: vi-other, version: 1, task: other, format: unknown, languages: [vi]}",
        "");
    ModelRepository<Echo> repository = started();

    assertThat(repository.models()).hasToString("[vi-echo@1]");
    repository.close();
  }

  @Test
  void aRepositoryWithoutAModelDoesNotStart() {
    assertThatThrownBy(() -> repository(Map.of()).start())
        .matches(FaultCode.FAILED_PRECONDITION::isOf)
        .hasMessage("no model for echo can be served: none is there");
    assertThatThrownBy(
            () ->
                new ModelRepository<>(
                        ModelFolders.TASK,
                        ModelFolder.at(root.resolve("none")),
                        List.of(new ModelFolders.Loader()),
                        VersionPolicy.ALL,
                        registry)
                    .start())
        .hasMessageContaining("expected: a folder of models");
  }

  @Test
  void aRepositoryWithOnlyBrokenModelsSaysWhatIsWrongWithThem() {
    folders.add("vi-echo", "2", "vi", "no model");
    Path broken = folders.write("vi-echo", "3", "name: vi-echo", "three");

    assertThatThrownBy(() -> repository(Map.of()).start())
        .matches(FaultCode.FAILED_PRECONDITION::isOf)
        .hasMessage(
            "no model for echo can be served: vi-echo@2: not a model;"
                + " vi-echo@3: "
                + broken.resolve("model.yaml")
                + ": version: missing");
  }

  @Test
  void thePreferredModelServesItsLanguage() {
    folders.add("a-echo", "1", "vi", "a");
    folders.add("b-echo", "1", "vi", "b1");
    folders.add("b-echo", "2", "vi", "b2");
    ModelRepository<Echo> first = started();
    ModelRepository<Echo> preferred = repository(Map.of("vi", "b-echo@1"));
    preferred.start();

    assertThat(answer(first.leaseFor("vi"))).isEqualTo("a:hi");
    assertThat(answer(preferred.leaseFor("vi"))).isEqualTo("b1:hi");
    assertThatThrownBy(() -> repository(Map.of("vi", "c-echo")).start())
        .hasMessage("the model c-echo that is to serve vi is missing");
    first.close();
    preferred.close();
  }

  @Test
  void keptVersionIsServedHoweverOldItIs() {
    folders.add("vi-echo", "1", "vi", "one");
    folders.add("vi-echo", "2", "vi", "two");
    folders.add("vi-echo", "3", "vi", "three");
    ModelRepository<Echo> repository = repository(new VersionPolicy(1, Map.of()));
    repository.keep(Set.of(new ModelId("vi-echo", "1")));
    repository.start();
    assertThat(repository.models()).hasToString("[vi-echo@1, vi-echo@3]");
    assertThat(repository.leaseOf(new ModelId("vi-echo", "2"))).isEmpty();

    repository.keep(Set.of());
    repository.refresh();

    assertThat(repository.models()).hasToString("[vi-echo@3]");
    repository.close();
  }
}

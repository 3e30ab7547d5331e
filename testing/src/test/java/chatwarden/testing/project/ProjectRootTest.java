package chatwarden.testing.project;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class ProjectRootTest {

  @Test
  void rootHoldsTheLicence() {
    assertThat(ProjectRoot.find().resolve("LICENSE")).isRegularFile();
  }
}

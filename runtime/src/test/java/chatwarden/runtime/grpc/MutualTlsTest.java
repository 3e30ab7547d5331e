package chatwarden.runtime.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chatwarden.runtime.config.Config;
import chatwarden.runtime.error.FaultCode;
import chatwarden.runtime.error.InvalidInputException;
import chatwarden.testing.tls.TestCertificate;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Parts that know each other by their certificates. */
@Timeout(60)
class MutualTlsTest {
  private static final ListenSettings LISTEN = ListenSettings.of("test", "test-server", 0);

  @TempDir private static Path folder;
  private static TestCertificate own;
  private static TestCertificate stranger;

  private final List<Runnable> toClose = new ArrayList<>();

  @BeforeAll
  static void makeCertificates() throws Exception {
    own = TestCertificate.in(Files.createDirectory(folder.resolve("own")));
    stranger = TestCertificate.in(Files.createDirectory(folder.resolve("stranger")));
  }

  @AfterEach
  void close() {
    toClose.reversed().forEach(Runnable::run);
  }

  /** A certificate of a test is its own authority. */
  private static Config config(TestCertificate shown, TestCertificate accepted) {
    return Config.defaults()
        .with(MutualTls.CERTIFICATE, shown.chain().toString())
        .with(MutualTls.KEY, shown.key().toString())
        .with(MutualTls.AUTHORITY, accepted.chain().toString());
  }

  private static Config secured() {
    return config(own, own);
  }

  private ServingStatus ask(Config client) throws Exception {
    GrpcEndpoint endpoint = LISTEN.endpoint(secured()).build();
    toClose.add(endpoint::close);
    endpoint.start();
    ManagedChannel channel = GrpcChannels.open("localhost:" + endpoint.port(), client);
    toClose.add(channel::shutdownNow);
    return HealthGrpc.newBlockingStub(channel)
        .withDeadlineAfter(20, TimeUnit.SECONDS)
        .check(HealthCheckRequest.getDefaultInstance())
        .getStatus();
  }

  @Test
  void partWithACertificateOfTheAuthorityIsServed() throws Exception {
    assertThat(ask(secured())).isEqualTo(ServingStatus.SERVING);
  }

  @Test
  void clientWithAnotherCertificateIsRefused() {
    assertUnreachable(config(stranger, own));
  }

  @Test
  void clientWithoutTlsIsRefused() {
    assertUnreachable(Config.defaults());
  }

  @Test
  void serverWithAnotherCertificateIsNotTrusted() {
    assertUnreachable(config(own, stranger));
  }

  private void assertUnreachable(Config client) {
    assertThatThrownBy(() -> ask(client))
        .isInstanceOfSatisfying(
            StatusRuntimeException.class,
            fault -> assertThat(fault.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE));
  }

  @Test
  void serverWithoutTlsDoesNotListenBeyondLoopback() {
    Config open = Config.defaults().with(LISTEN.address(), "0.0.0.0");
    assertThatThrownBy(() -> LISTEN.endpoint(open))
        .matches(FaultCode.FAILED_PRECONDITION::isOf)
        .hasMessageContaining("the test-server will not listen on 0.0.0.0 without TLS")
        .hasMessageContaining("grpc.tls-certificate")
        .hasMessageContaining("grpc.allow-plaintext=true");

    assertThat(LISTEN.endpoint(open.with(MutualTls.ALLOW_PLAINTEXT, true))).isNotNull();
    assertThat(LISTEN.endpoint(secured().with(LISTEN.address(), "0.0.0.0"))).isNotNull();
  }

  @Test
  void missingSettingAndUnreadableFileAreNamed() {
    assertThatThrownBy(() -> MutualTls.of(secured().with(MutualTls.AUTHORITY, "")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("grpc.tls-authority: is missing");

    Config unreadable = secured().with(MutualTls.KEY, folder.resolve("none.pem").toString());
    GrpcEndpoint endpoint = LISTEN.endpoint(unreadable).build();
    assertThatThrownBy(endpoint::start)
        .matches(FaultCode.FAILED_PRECONDITION::isOf)
        .hasMessageContaining("grpc.tls-key")
        .hasMessageContaining("none.pem");
  }
}

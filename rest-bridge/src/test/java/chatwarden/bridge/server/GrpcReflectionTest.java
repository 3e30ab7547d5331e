package chatwarden.bridge.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionResponse;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class GrpcReflectionTest extends GrpcFixture {

  @Test
  void healthAndReflectionAreServed() {
    assertThat(
            HealthGrpc.newBlockingStub(channel)
                .check(
                    HealthCheckRequest.newBuilder()
                        .setService("chatwarden.comment.v1.CommentService")
                        .build())
                .getStatus())
        .isEqualTo(ServingStatus.SERVING);
    CompletableFuture<ServerReflectionResponse> answer = new CompletableFuture<>();
    StreamObserver<ServerReflectionRequest> asked =
        ServerReflectionGrpc.newStub(channel)
            .serverReflectionInfo(
                new StreamObserver<>() {
                  @Override
                  public void onNext(ServerReflectionResponse response) {
                    answer.complete(response);
                  }

                  @Override
                  public void onError(Throwable fault) {
                    answer.completeExceptionally(fault);
                  }

                  @Override
                  public void onCompleted() {}
                });
    asked.onNext(ServerReflectionRequest.newBuilder().setListServices("").build());
    assertThat(
            answer
                .orTimeout(10, TimeUnit.SECONDS)
                .join()
                .getListServicesResponse()
                .getServiceList())
        .extracting(service -> service.getName())
        .contains(
            "chatwarden.livechat.v1.LiveChatService",
            "chatwarden.comment.v1.CommentService",
            "chatwarden.classifier.v1.ClassifierService",
            "chatwarden.tagger.v1.TaggerService");
    asked.onCompleted();
  }

  @Test
  void reflectionIsServedInTheVersionThatMostToolsAskForToo() {
    CompletableFuture<io.grpc.reflection.v1alpha.ServerReflectionResponse> answer =
        new CompletableFuture<>();
    var asked =
        io.grpc.reflection.v1alpha.ServerReflectionGrpc.newStub(channel)
            .serverReflectionInfo(
                new StreamObserver<io.grpc.reflection.v1alpha.ServerReflectionResponse>() {
                  @Override
                  public void onNext(io.grpc.reflection.v1alpha.ServerReflectionResponse response) {
                    answer.complete(response);
                  }

                  @Override
                  public void onError(Throwable fault) {
                    answer.completeExceptionally(fault);
                  }

                  @Override
                  public void onCompleted() {}
                });
    asked.onNext(
        io.grpc.reflection.v1alpha.ServerReflectionRequest.newBuilder()
            .setFileContainingSymbol("chatwarden.livechat.v1.LiveChatService")
            .build());
    assertThat(
            answer
                .orTimeout(10, TimeUnit.SECONDS)
                .join()
                .getFileDescriptorResponse()
                .getFileDescriptorProtoCount())
        .isPositive();
    asked.onCompleted();
  }
}

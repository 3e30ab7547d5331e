package chatwarden.ingest.source;

import io.grpc.BindableService;

/** A gRPC service that comments of a platform come in by. */
public interface PlatformDoor extends BindableService {

  /** Ends all streams, each after the answers to its requests. Does not block. */
  void drain();
}

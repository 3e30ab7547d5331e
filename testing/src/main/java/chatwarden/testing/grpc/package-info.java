/** Calling gRPC methods by their wire format. */
@NullMarked
package chatwarden.testing.grpc;

import org.jspecify.annotations.NullMarked;

/** Serving and calling gRPC: endpoint, channels, and the one table between faults and statuses. */
@NullMarked
package chatwarden.runtime.grpc;

import org.jspecify.annotations.NullMarked;

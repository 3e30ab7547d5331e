/** The services that the bridge offers, as the protos describe them. */
@NullMarked
package chatwarden.bridge.schema;

import org.jspecify.annotations.NullMarked;

/** Hosts of their own on one machine, as network namespaces. */
@NullMarked
package chatwarden.testing.network;

import org.jspecify.annotations.NullMarked;

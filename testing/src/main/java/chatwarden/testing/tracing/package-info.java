/** A collector of traces for tests. */
@NullMarked
package chatwarden.testing.tracing;

import org.jspecify.annotations.NullMarked;

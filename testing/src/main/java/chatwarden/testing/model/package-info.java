/** Lays out models for the servers that tests start. */
@NullMarked
package chatwarden.testing.model;

import org.jspecify.annotations.NullMarked;

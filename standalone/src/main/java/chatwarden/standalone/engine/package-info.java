/**
 * The broker and the Redis that come with Chatwarden: they yield URIs, and later parts do not see
 * the difference.
 */
@NullMarked
package chatwarden.standalone.engine;

import org.jspecify.annotations.NullMarked;

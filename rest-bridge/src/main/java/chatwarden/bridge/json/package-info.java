/** Messages as JSON, and faults as the JSON that HTTP clients get. */
@NullMarked
package chatwarden.bridge.json;

import org.jspecify.annotations.NullMarked;

/** The log of a process on standard error: levels by logger, lines of text or of JSON. */
@NullMarked
package chatwarden.standalone.log;

import org.jspecify.annotations.NullMarked;

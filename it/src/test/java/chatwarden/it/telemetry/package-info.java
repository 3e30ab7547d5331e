/** The alert rules that operators are given. */
@NullMarked
package chatwarden.it.telemetry;

import org.jspecify.annotations.NullMarked;

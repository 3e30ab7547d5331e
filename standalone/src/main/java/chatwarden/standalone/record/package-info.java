/** Files of records, CSV and JSON Lines, read from any place and written so that a run goes on. */
@NullMarked
package chatwarden.standalone.record;

import org.jspecify.annotations.NullMarked;

/** Labelled texts read from files, with the checks that keep results honest. */
@NullMarked
package chatwarden.mlops.data;

import org.jspecify.annotations.NullMarked;

/** What holds for all of the project: its format, its architecture and the style of its API. */
@NullMarked
package chatwarden.it.conventions;

import org.jspecify.annotations.NullMarked;

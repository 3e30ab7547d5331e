/** The way of a comment through real processes and engines that are killed on the way. */
@NullMarked
package chatwarden.it.chain;

import org.jspecify.annotations.NullMarked;

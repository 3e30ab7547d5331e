/** How the models of each format are opened from the repository. */
@NullMarked
package chatwarden.inference.loader;

import org.jspecify.annotations.NullMarked;

/** The doors of a started platform, as real clients use and abuse them. */
@NullMarked
package chatwarden.it.door;

import org.jspecify.annotations.NullMarked;

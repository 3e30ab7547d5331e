/** The jars that the distributions carry, and their licences. */
@NullMarked
package chatwarden.it.supply;

import org.jspecify.annotations.NullMarked;

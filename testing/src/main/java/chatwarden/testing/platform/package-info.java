/** Doubles of the official APIs of platforms, which count the calls. */
@NullMarked
package chatwarden.testing.platform;

import org.jspecify.annotations.NullMarked;

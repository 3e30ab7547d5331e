/** The stores of all features, opened together on one Redis. */
@NullMarked
package chatwarden.store;

import org.jspecify.annotations.NullMarked;

/** The version of the layout that a store has: checked at each start, and brought up to date. */
@NullMarked
package chatwarden.store.layout;

import org.jspecify.annotations.NullMarked;

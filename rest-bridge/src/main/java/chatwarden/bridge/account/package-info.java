/** The export and the erasure of accounts. */
@NullMarked
package chatwarden.bridge.account;

import org.jspecify.annotations.NullMarked;

/** The tokens of accounts: got by a device code, sealed, refreshed, validated and revoked. */
@NullMarked
package chatwarden.ingest.account;

import org.jspecify.annotations.NullMarked;

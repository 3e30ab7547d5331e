/** The dead letters of accounts: their export, their erasure and their retention. */
@NullMarked
package chatwarden.ingest.deadletter;

import org.jspecify.annotations.NullMarked;

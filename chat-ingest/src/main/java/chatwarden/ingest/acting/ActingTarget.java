package chatwarden.ingest.acting;

import chatwarden.action.v1.Account;
import chatwarden.domain.source.SourceAddress;

/**
 * Where the actions of a chat go.
 *
 * @param account acts
 * @param source the chat on its platform
 */
record ActingTarget(Account account, PlatformActions platform, SourceAddress source) {}

/** The data of accounts, as the command line writes and removes it. */
@NullMarked
package chatwarden.standalone.account;

import org.jspecify.annotations.NullMarked;

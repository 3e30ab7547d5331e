/** Which comments of a chat are flagged: its settings, compiled, held against what stage 1 says. */
@NullMarked
package chatwarden.domain.policy;

import org.jspecify.annotations.NullMarked;

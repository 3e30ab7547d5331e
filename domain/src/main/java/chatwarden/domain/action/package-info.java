/** The rules of actions on platforms: which there are, their order, and which may be repeated. */
@NullMarked
package chatwarden.domain.action;

import org.jspecify.annotations.NullMarked;

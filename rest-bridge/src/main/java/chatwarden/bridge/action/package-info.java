/** The actions on platforms, as people ask for them. */
@NullMarked
package chatwarden.bridge.action;

import org.jspecify.annotations.NullMarked;

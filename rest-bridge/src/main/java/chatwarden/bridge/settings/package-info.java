/** The settings of chats, as people and programs change them. */
@NullMarked
package chatwarden.bridge.settings;

import org.jspecify.annotations.NullMarked;

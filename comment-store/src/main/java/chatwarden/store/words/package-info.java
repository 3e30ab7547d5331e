/** The words of comments as the index of a chat has them, and as a search asks for them. */
@NullMarked
package chatwarden.store.words;

import org.jspecify.annotations.NullMarked;

/** What stage 2 says of a text: which spans of it are offensive, and who can tell. */
@NullMarked
package chatwarden.inference.tagger;

import org.jspecify.annotations.NullMarked;

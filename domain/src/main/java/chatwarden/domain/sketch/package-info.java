/** Counts of comments and of the models' answers to them, by hour, without any text. */
@NullMarked
package chatwarden.domain.sketch;

import org.jspecify.annotations.NullMarked;

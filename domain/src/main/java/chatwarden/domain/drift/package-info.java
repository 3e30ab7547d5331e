/** Whether the comments of one time differ from those of another by more than chance. */
@NullMarked
package chatwarden.domain.drift;

import org.jspecify.annotations.NullMarked;

/** The journal that each training keeps in its model's folder: the truth that trackers repeat. */
@NullMarked
package chatwarden.mlops.journal;

import org.jspecify.annotations.NullMarked;

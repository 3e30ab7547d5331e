/** Trials of a search: how parameters are chosen, when a trial stops, how important each was. */
@NullMarked
package chatwarden.mlops.search;

import org.jspecify.annotations.NullMarked;

/** The limits that the API states for comments, for every module alike. */
@NullMarked
package chatwarden.runtime.limit;

import org.jspecify.annotations.NullMarked;

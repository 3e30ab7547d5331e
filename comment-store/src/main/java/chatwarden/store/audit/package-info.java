/** The platform's own audit log: moves of the aliases of models. */
@NullMarked
package chatwarden.store.audit;

import org.jspecify.annotations.NullMarked;

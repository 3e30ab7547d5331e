/** The decision of automation rules on a flagged comment, and the audits that a rule needs. */
@NullMarked
package chatwarden.domain.automation;

import org.jspecify.annotations.NullMarked;

/** Rollouts on the command line: for people, for programs, and as a page. */
@NullMarked
package chatwarden.standalone.rollout;

import org.jspecify.annotations.NullMarked;

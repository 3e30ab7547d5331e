package chatwarden.domain.policy;

import chatwarden.text.CodePointRange;

/**
 * The first match of block rules in a text.
 *
 * @param rule the phrase or pattern as given
 * @param range the part of the text that it matches; may be empty for a pattern
 */
record BlockMatch(String rule, CodePointRange range) {}

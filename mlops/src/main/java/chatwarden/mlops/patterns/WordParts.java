package chatwarden.mlops.patterns;

/**
 * What a word is embedded by. Arrays are not to be changed.
 *
 * @param keys the numbers of its keys; -1 for one that is not known
 * @param ngrams the numbers of the n-grams that it is spelled with
 */
record WordParts(int[] keys, int[] ngrams) {}

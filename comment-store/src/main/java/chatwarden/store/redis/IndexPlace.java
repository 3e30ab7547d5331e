package chatwarden.store.redis;

/**
 * A place in a sorted set.
 *
 * @param score what it is sorted by first
 * @param member what it is sorted by then, and the thing itself
 */
record IndexPlace(double score, String member) {}

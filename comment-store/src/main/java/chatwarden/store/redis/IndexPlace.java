package chatwarden.store.redis;

/**
 * A place in a sorted set.
 *
 * @param score the first sort key
 * @param member the second sort key, and the thing itself
 */
public record IndexPlace(double score, String member) {}

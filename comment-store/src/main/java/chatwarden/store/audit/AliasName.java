package chatwarden.store.audit;

/**
 * An alias of a registered model.
 *
 * @param model the name of the model
 * @param alias the alias
 */
public record AliasName(String model, String alias) {}

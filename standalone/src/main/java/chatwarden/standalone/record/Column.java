package chatwarden.standalone.record;

/**
 * A column of a file of records.
 *
 * @param name its name, unique within the file
 * @param type the type of its values
 */
public record Column(String name, ColumnType type) {}

package chatwarden.mlops.validation;

/**
 * A row that contradicts or repeats another.
 *
 * @param kind of the problem
 * @param row the later row
 * @param other the earlier row
 */
public record RowProblem(ProblemKind kind, RowPlace row, RowPlace other) {}

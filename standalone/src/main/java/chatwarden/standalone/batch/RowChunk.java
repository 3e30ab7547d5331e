package chatwarden.standalone.batch;

import chatwarden.standalone.record.ReadPosition;
import chatwarden.standalone.record.SourceRow;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Rows that went to the model together.
 *
 * @param firstRow the number of the first one, counted from 1
 * @param rows the rows
 * @param texts the text of each, or why it has none
 * @param end the place in the input after them
 * @param answers the answers to those of the texts that can be sent
 */
record RowChunk(
    long firstRow,
    List<SourceRow> rows,
    List<RowText> texts,
    ReadPosition end,
    CompletableFuture<List<RowAnswer>> answers) {}

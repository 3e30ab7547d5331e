package chatwarden.mlops.rewriting;

import java.util.List;

/**
 * A text that rewriters are measured on.
 *
 * @param references what people wrote in its place; empty where there is nothing
 * @param outside the text without the parts that annotators marked
 */
record RewriteRow(String text, List<String> references, String outside) {
  RewriteRow {
    references = List.copyOf(references);
  }
}

package chatwarden.benchmarks.tagger;

import chatwarden.benchmarks.onnx.OnnxGraph;
import chatwarden.inference.crf.TokenIds;
import chatwarden.inference.neural.Embeddings;
import java.util.List;

/** The embeddings of networks as a graph of ONNX, from the numbers of tokens on. */
final class EmbeddingGraph {

  private EmbeddingGraph() {}

  /**
   * The graph: reads {@code ids}, int32 [tokens, texts, places], the numbers of {@link TokenIds}
   * with 0 where there is none, and makes {@code vectors0} and so on, which networks read.
   */
  static OnnxGraph of(Embeddings embeddings) {
    OnnxGraph graph =
        new OnnxGraph()
            .shortIntegers("ids", 0, 0, 0)
            .constant("ids_begin", 0)
            .constant("ids_words", 2)
            .constant("ids_end", TokenIds.MOST)
            .constant("ids_places", 2)
            .constant("rows_joined", 0, 0, -1)
            .node("Slice", List.of("ids", "ids_begin", "ids_words", "ids_places"), "word_ids")
            .node("Slice", List.of("ids", "ids_words", "ids_end", "ids_places"), "other_ids");
    for (int m = 0; m < embeddings.members(); m++) {
      add(graph, embeddings, m);
    }
    return graph;
  }

  private static void add(OnnxGraph graph, Embeddings embeddings, int m) {
    String table = "table" + m;
    graph
        .constant(table, table(embeddings, m), TokenIds.ROWS, embeddings.width())
        .node("Gather", List.of(table, "word_ids"), "word_rows" + m)
        .node("Reshape", List.of("word_rows" + m, "rows_joined"), "word_bytes" + m)
        .node("Cast", List.of("word_bytes" + m), "word_floats" + m, "to", OnnxGraph.FLOAT)
        .node("Gather", List.of(table, "other_ids"), "other_rows" + m)
        .node("Cast", List.of("other_rows" + m), "other_floats" + m, "to", OnnxGraph.FLOAT)
        .node("ReduceSum", List.of("other_floats" + m, "ids_places"), "other" + m, "keepdims", 0)
        .node("Concat", List.of("word_floats" + m, "other" + m), "vectors" + m, "axis", 2);
  }

  private static byte[] table(Embeddings embeddings, int m) {
    int width = embeddings.width();
    byte[] table = new byte[TokenIds.ROWS * width];
    for (int i = 0; i < table.length; i++) {
      table[i] = embeddings.get(i / width, m * width + i % width);
    }
    return table;
  }
}

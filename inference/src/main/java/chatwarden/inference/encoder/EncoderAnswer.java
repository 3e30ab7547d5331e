package chatwarden.inference.encoder;

/**
 * The encoder's scores of one text. Of a text in several windows, they are those of the window with
 * the lowest probability of CLEAN by the last head.
 *
 * <p>Shared between callers, who must not change the arrays.
 *
 * @param classes natural logarithms of the probabilities of CLEAN, OFFENSIVE and HATE, by head
 * @param kinds logits of the kinds of abuse
 * @param spans the largest logit of a token to be in a span, by head; empty where the encoder has
 *     no span heads
 */
public record EncoderAnswer(double[][] classes, double[] kinds, double[] spans) {

  /** Returns the logarithm of P(CLEAN) by the head over all sets, which is the last. */
  double clean() {
    return classes[classes.length - 1][0];
  }
}

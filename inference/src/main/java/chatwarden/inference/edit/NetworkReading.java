package chatwarden.inference.edit;

/**
 * The outputs of the network that were asked for, over padded rows; the others are empty.
 *
 * @param tokens the length of a row
 * @param states numbers of each token, {@code [rows, tokens, width]}
 * @param edits logits of each token's labels, {@code [rows, tokens, labels]}
 * @param words log probabilities of the vocabulary at each place, {@code [places, vocabulary]}
 * @param present the keys and values of the tokens, where one row was read
 */
@SuppressWarnings("ArrayRecordComponent") // not to be changed
record NetworkReading(
    int tokens, int width, float[] states, float[] edits, float[] words, NetworkPast present) {}

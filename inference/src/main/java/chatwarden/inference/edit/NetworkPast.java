package chatwarden.inference.edit;

/**
 * The keys and values that the tokens of a text had in each layer of the network, for readings of
 * its edited forms.
 *
 * @param tokens how many tokens the text has
 * @param numbers as the network gives them
 */
@SuppressWarnings("ArrayRecordComponent") // not to be changed
record NetworkPast(int tokens, float[] numbers) {
  static final NetworkPast NONE = new NetworkPast(0, new float[0]);

  @Override
  public String toString() {
    return "NetworkPast[tokens=" + tokens + "]";
  }
}

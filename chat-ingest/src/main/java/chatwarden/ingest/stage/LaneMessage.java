package chatwarden.ingest.stage;

import chatwarden.broker.Delivery;

/**
 * A message and its place in the lane of its chat.
 *
 * @param number its place
 * @param apart whether it is recorded alone and comment by comment, since the store refused a call
 *     that it was in
 */
record LaneMessage(long number, Delivery delivery, RecordMessage message, boolean apart) {

  boolean isEvent() {
    return message instanceof EventMessage;
  }

  /** The same, to be recorded alone and comment by comment. */
  LaneMessage alone() {
    return new LaneMessage(number, delivery, message, true);
  }
}

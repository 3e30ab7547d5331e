package chatwarden.bridge.door;

import java.util.function.BooleanSupplier;

/**
 * Moves messages one way: asks one side for its next message as soon as the other has room for it,
 * and never for more than one. Safe for use by the threads of both sides.
 */
final class FlowControlRelay {

  private final Runnable askForOne;
  private final BooleanSupplier hasRoom;
  private boolean owed;

  FlowControlRelay(Runnable askForOne, BooleanSupplier hasRoom) {
    this.askForOne = askForOne;
    this.hasRoom = hasRoom;
  }

  /** A message has been handed on. */
  synchronized void passed() {
    owed = true;
    askIfRoom();
  }

  /** The other side may have room again. */
  synchronized void roomCame() {
    askIfRoom();
  }

  private void askIfRoom() {
    if (owed && hasRoom.getAsBoolean()) {
      owed = false;
      askForOne.run();
    }
  }
}

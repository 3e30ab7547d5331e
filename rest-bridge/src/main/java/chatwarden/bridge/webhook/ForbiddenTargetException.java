package chatwarden.bridge.webhook;

import java.net.UnknownHostException;

/** A host with an address that webhooks may not post to. */
final class ForbiddenTargetException extends UnknownHostException {
  private static final long serialVersionUID = 1;

  static final String PROBLEM =
      "leads to an address of a private, loopback or link-local network (expected: a public"
          + " address; webhooks.allow-private-targets allows others)";

  ForbiddenTargetException() {
    super(PROBLEM);
  }
}

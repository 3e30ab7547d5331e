package chatwarden.ingest.twitch;

import chatwarden.runtime.jsonl.LineReader;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * A connection to a server of IRC, whose pings it answers. Of one thread; on a virtual one, an
 * interrupt ends its waiting with an {@link IOException}.
 */
final class IrcConnection implements AutoCloseable {
  /** Twice the most that IRC with tags allows; longer lines are passed over. */
  private static final int MAX_LINE = 1 << 14;

  private final Socket socket;
  private final LineReader lines;
  private long endOfLastLine;

  private IrcConnection(Socket socket) throws IOException {
    this.socket = socket;
    this.lines = new LineReader(socket.getInputStream(), MAX_LINE);
  }

  /** Connects; by TLS, the server must prove that it is the host of the settings. */
  static IrcConnection open(TwitchSettings settings, SSLSocketFactory tls) throws IOException {
    int timeout = Math.toIntExact(settings.connectTimeout().toMillis());
    String host = settings.url().getHost();
    Socket socket = new Socket();
    try {
      socket.connect(new InetSocketAddress(host, settings.port()), timeout);
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(timeout);
      return new IrcConnection(
          settings.tls() ? secured(socket, host, settings.port(), tls) : socket);
    } catch (IOException | RuntimeException e) {
      socket.close();
      throw e;
    }
  }

  private static Socket secured(Socket socket, String host, int port, SSLSocketFactory tls)
      throws IOException {
    SSLSocket secured = (SSLSocket) tls.createSocket(socket, host, port, true);
    SSLParameters parameters = secured.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    secured.setSSLParameters(parameters);
    secured.startHandshake();
    return secured;
  }

  /** Sends a command: a line without its end. */
  void send(String command) throws IOException {
    byte[] line = (command + "\r\n").getBytes(StandardCharsets.UTF_8);
    socket.getOutputStream().write(line);
    socket.getOutputStream().flush();
  }

  /**
   * Returns the next message other than a ping.
   *
   * @param silence how long nothing may come
   * @return empty when nothing came
   * @throws IOException when the connection is over, or broke off within a line
   */
  Optional<IrcMessage> next(Duration silence) throws IOException {
    socket.setSoTimeout(Math.toIntExact(silence.toMillis()));
    while (nextLine()) {
      Optional<IrcMessage> message = IrcMessage.parse(text());
      if (message.isPresent() && message.get().command().equals("PING")) {
        send("PONG :" + message.get().parameter(0));
      } else if (message.isPresent() && !lines.tooLong()) {
        return message;
      }
    }
    return Optional.empty();
  }

  private String text() {
    return new String(lines.line(), StandardCharsets.UTF_8);
  }

  private boolean nextLine() throws IOException {
    try {
      if (!lines.next()) {
        throw new EOFException("the server closed the connection");
      }
      endOfLastLine = lines.offset();
      return true;
    } catch (SocketTimeoutException e) {
      if (lines.offset() != endOfLastLine) {
        throw new IOException("the server fell silent within a line", e);
      }
      return false;
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}

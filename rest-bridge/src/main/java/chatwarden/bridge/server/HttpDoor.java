package chatwarden.bridge.server;

import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.Route;

/** A service that is no gRPC and the route that leads to it. */
record HttpDoor(Route route, HttpService service) {}

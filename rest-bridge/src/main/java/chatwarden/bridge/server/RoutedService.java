package chatwarden.bridge.server;

import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.Route;

/** A service other than gRPC and its route. */
record RoutedService(Route route, HttpService service) {}

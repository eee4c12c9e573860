package io.github.dmsrec.server;

import io.github.dmsrec.ModelServer;
import io.github.dmsrec.ServerOptions;
import io.github.dmsrec.ServerProvider;

/** Starts servers on Jetty; found as a service. */
public final class HttpServerProvider implements ServerProvider {

    @Override
    public ModelServer start(ServerOptions options) {
        return new HttpModelServer(options);
    }
}

package io.github.dmsrec.bench.http;

import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Promise;
import org.eclipse.jetty.util.thread.Invocable;

/** Jetty's core, without servlets: the body is read as it comes, no thread waits. */
final class JettyServer {

    private static final int LONGEST_BODY = 1 << 20;
    private static final int BACKLOG = 1024;

    private JettyServer() {}

    static int start(String host) throws Exception {
        Server server = new Server();
        HttpConfiguration configuration = new HttpConfiguration();
        configuration.setSendServerVersion(false);
        ServerConnector connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(configuration));
        connector.setHost(host);
        connector.setAcceptQueueSize(BACKLOG);
        server.addConnector(connector);
        server.setHandler(new Answering());
        server.start();
        return connector.getLocalPort();
    }

    private static final class Answering extends Handler.Abstract.NonBlocking {

        private final ByteBuffer answer = ByteBuffer.wrap(EmptyAnswer.bytes()).asReadOnlyBuffer();

        @Override
        public boolean handle(Request request, Response response, Callback callback) {
            Content.Source.asByteArrayAsync(
                    request,
                    LONGEST_BODY,
                    Promise.Invocable.from(
                            Invocable.InvocationType.NON_BLOCKING,
                            body -> answer(response, callback),
                            callback::failed));
            return true;
        }

        private void answer(Response response, Callback callback) {
            response.getHeaders().put(HttpHeader.CONTENT_TYPE, EmptyAnswer.TYPE);
            response.getHeaders().put(HttpHeader.CONTENT_LENGTH, answer.remaining());
            response.write(true, answer.slice(), callback);
        }
    }
}

package io.github.dmsrec.bench.http;

/** Starts a server with an empty handler: it reads the request and answers the same list always. Prints its address. */
public final class EmptyServer {

    private static final String HOST = "127.0.0.1";

    private EmptyServer() {}

    /**
     * Runs until it is killed.
     *
     * @param arguments the {@link HttpLibrary} by name
     */
    public static void main(String[] arguments) throws Exception {
        int port =
                switch (HttpLibrary.valueOf(arguments[0])) {
                    case JETTY -> JettyServer.start(HOST);
                    case JAVALIN -> JavalinServer.start(HOST);
                    case JDK -> JdkServer.start(HOST);
                };
        System.out.println("http://" + HOST + ":" + port);
    }
}

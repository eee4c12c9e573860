package io.github.dmsrec;

/**
 * Starts servers. Implemented by the module {@code dmsrec-server}, found as a service, so that the library does without an
 * HTTP server where none is wanted.
 */
public interface ServerProvider {

    /**
     * Opens the models, warms them up, and then listens.
     *
     * @param options what to serve, and how
     * @return the running server
     * @throws InvalidInputException if a model, a key or the port cannot be used
     */
    ModelServer start(ServerOptions options);
}

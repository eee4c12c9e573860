package io.github.dmsrec.cli.command;

import io.github.dmsrec.Dmsrec;
import io.github.dmsrec.ModelServer;
import io.github.dmsrec.ServerOptions;
import io.github.dmsrec.cli.console.Console;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** Serves until the process is told to stop. */
final class Serving {

    private Serving() {}

    /**
     * Starts, and never returns: SIGTERM and Ctrl-C drain the server and end the process with exit code 0.
     *
     * @param task prints where it listens
     */
    static void untilStopped(Task task, ServerOptions options) {
        Console console = task.console;
        if (options.keys().api() == null && !isLoopback(options.host())) {
            console.warn("everybody who reaches " + options.host() + " may ask: there is no API key. Set "
                    + "DMSREC_API_KEY, or put the server behind something that checks who asks.");
        }
        try (Dmsrec dmsrec = Dmsrec.builder().build()) {
            ModelServer server = dmsrec.serve(options);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(console, server), "drain"));
            String address = server.address().toString();
            task.print(Task.JSON.createObjectNode().put("address", address), List.of("serving: " + address));
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void stop(Console console, ModelServer server) {
        console.say("draining");
        server.close();
        console.say("stopped");
        // Without it the process would end with the signal's number, as if it had failed.
        Runtime.getRuntime().halt(0);
    }

    private static boolean isLoopback(String host) {
        return host.equals("localhost") || host.equals("::1") || host.startsWith("127.");
    }
}

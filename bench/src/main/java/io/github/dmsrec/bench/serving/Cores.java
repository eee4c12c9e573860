package io.github.dmsrec.bench.serving;

import java.util.ArrayList;
import java.util.List;

/**
 * Which cores server and generator may use, as lists for {@code taskset}; empty for all.
 *
 * @param server those of the server
 * @param generator those of the generator
 */
record Cores(String server, String generator) {

    List<String> pinServer(List<String> command) {
        return pin(server, command);
    }

    List<String> pinGenerator(List<String> command) {
        return pin(generator, command);
    }

    private static List<String> pin(String cores, List<String> command) {
        if (cores.isEmpty()) {
            return command;
        }
        List<String> pinned = new ArrayList<>(List.of("taskset", "-c", cores));
        pinned.addAll(command);
        return pinned;
    }

    /** What to say of them under a table. */
    String text() {
        int all = Runtime.getRuntime().availableProcessors();
        return "server: " + of(server, all) + "; generator: " + of(generator, all);
    }

    private static String of(String cores, int all) {
        return cores.isEmpty() ? "all " + all + " cores, not pinned" : "core " + cores + " of " + all;
    }
}

package io.github.dmsrec.bench.scale;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Something that is measured in a process of its own.
 *
 * @param work what is done
 * @param method with which method; empty for work on the data alone
 */
record Stage(Work work, String method) {

    private static final List<String> NETWORKS = List.of("sr-gnn", "sasrec", "gru4rec", "core-trm");
    private static final List<String> COUNTING = List.of("vmis-knn", "sr");

    /** A network and a method that counts, which stand for their kinds. */
    private static final List<String> OPENED = List.of("sr-gnn", "vmis-knn");

    /** All, in the order in which they are measured. */
    static final List<Stage> ALL = Stream.of(
                    Stream.of(new Stage(Work.IMPORT, ""), new Stage(Work.CHECK, "")),
                    of(Work.EPOCH, NETWORKS),
                    of(Work.LEARN, COUNTING),
                    of(Work.CANDIDATES, OPENED),
                    of(Work.EVALUATION, OPENED),
                    of(Work.PREDICT, OPENED),
                    of(Work.OPEN, OPENED),
                    of(Work.CALL, OPENED))
            .flatMap(stages -> stages)
            .toList();

    private static Stream<Stage> of(Work work, List<String> methods) {
        return methods.stream().map(method -> new Stage(work, method));
    }

    /** What tables, results and {@code --stages} call it. */
    String name() {
        return method.isEmpty() ? work.label() : work.label() + " " + method;
    }

    /** Whether a network works in it. */
    boolean isNeural() {
        return NETWORKS.contains(method);
    }

    /** The stage whose output it reads; empty of the import, which reads the log. */
    Optional<Stage> needs() {
        return switch (work) {
            case IMPORT -> Optional.empty();
            case CHECK, EPOCH, LEARN -> Optional.of(new Stage(Work.IMPORT, ""));
            case CANDIDATES, EVALUATION, PREDICT, OPEN, CALL ->
                Optional.of(new Stage(isNeural() ? Work.EPOCH : Work.LEARN, method));
        };
    }
}

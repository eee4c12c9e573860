package io.github.dmsrec.cli.command;

import io.github.dmsrec.baseline.Baselines;
import io.github.dmsrec.gnn.backbone.Backbones;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;

/** The backbones, then the baselines, for help texts. */
final class ModelNames implements Iterable<String> {

    /** All names. */
    static List<String> all() {
        return Stream.concat(Backbones.names().stream(), Baselines.names().stream())
                .toList();
    }

    @Override
    public Iterator<String> iterator() {
        return all().iterator();
    }
}

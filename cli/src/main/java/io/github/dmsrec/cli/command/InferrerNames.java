package io.github.dmsrec.cli.command;

import io.github.dmsrec.intent.Inferrers;
import java.util.Iterator;

/** The inferrers, for help texts. */
final class InferrerNames implements Iterable<String> {

    @Override
    public Iterator<String> iterator() {
        return Inferrers.names().iterator();
    }
}

package io.github.dmsrec.cli.command;

import io.github.dmsrec.stage.Methods;
import java.util.Iterator;

/** The methods, for help texts. */
final class MethodNames implements Iterable<String> {

    @Override
    public Iterator<String> iterator() {
        return Methods.names().iterator();
    }
}

package io.github.dmsrec.app.command;

import io.github.dmsrec.app.work.Methods;
import java.util.Iterator;

/** The methods, for help texts. */
final class MethodNames implements Iterable<String> {

    @Override
    public Iterator<String> iterator() {
        return Methods.names().iterator();
    }
}

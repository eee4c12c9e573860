package io.github.dmsrec.cli.command;

import io.github.dmsrec.gnn.backbone.Backbones;
import java.util.Iterator;

/** The backbones, for help texts. */
final class BackboneNames implements Iterable<String> {

    @Override
    public Iterator<String> iterator() {
        return Backbones.names().iterator();
    }
}

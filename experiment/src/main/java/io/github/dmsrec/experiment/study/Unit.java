package io.github.dmsrec.experiment.study;

import io.github.dmsrec.core.artefact.ArtefactFolder;
import io.github.dmsrec.core.artefact.ArtefactKind;
import io.github.dmsrec.core.artefact.Origin;
import io.github.dmsrec.stage.Provenance;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/**
 * One artefact of a study. It is made once what it needs is there, and made again only if that, or an option, has changed.
 *
 * @param id its folder below the study's work folder, with slashes
 * @param job units with the same one are made one after the other in the same process
 * @param out its folder
 * @param kind what the folder will hold
 * @param needs the ids of the units that it is made from
 * @param origin what the manifest says; asked only when what it needs is there
 * @param maker makes it
 */
record Unit(String id, String job, Path out, ArtefactKind kind, Set<String> needs, OriginOf origin, Maker maker) {

    /** Tells what the manifest says. */
    @FunctionalInterface
    interface OriginOf {
        Origin get() throws IOException;
    }

    /** Makes the artefact. */
    @FunctionalInterface
    interface Maker {
        ArtefactFolder make(Origin origin) throws IOException;
    }

    Unit {
        needs = Set.copyOf(needs);
    }

    /** Why it must be made; empty if it is there. What it needs must be there. */
    Optional<String> whyStale() throws IOException {
        ArtefactFolder.checkReplaceable(out, kind);
        return Provenance.whyStale(out, kind, origin.get());
    }

    /** Makes it. */
    ArtefactFolder make() throws IOException {
        return maker.make(origin.get());
    }
}

/** Artefact folders: manifests, fingerprints, atomic writing. */
@NullMarked
package io.github.dmsrec.core.provenance;

import org.jspecify.annotations.NullMarked;

/** Artefact folders: manifests, fingerprints, atomic writing. */
@NullMarked
package io.github.dmsrec.core.artefact;

import org.jspecify.annotations.NullMarked;

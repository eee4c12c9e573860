/** Artefact folders: manifests, fingerprints, atomic writing. */
@API(status = API.Status.INTERNAL)
@NullMarked
package io.github.dmsrec.core.artefact;

import org.apiguardian.api.API;
import org.jspecify.annotations.NullMarked;

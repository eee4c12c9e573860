/** Backbones: from packed session graphs to session vectors. They know neither intents nor training. */
@API(status = API.Status.INTERNAL)
@NullMarked
package io.github.dmsrec.gnn.backbone;

import org.apiguardian.api.API;
import org.jspecify.annotations.NullMarked;

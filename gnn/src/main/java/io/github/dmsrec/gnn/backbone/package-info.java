/** Backbones: from packed session graphs to session vectors. They know neither intents nor training. */
@NullMarked
package io.github.dmsrec.gnn.backbone;

import org.jspecify.annotations.NullMarked;

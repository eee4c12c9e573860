/** The demo shop: a made-up catalogue and sessions generated from latent intents. */
@NullMarked
package io.github.dmsrec.app.demo;

import org.jspecify.annotations.NullMarked;

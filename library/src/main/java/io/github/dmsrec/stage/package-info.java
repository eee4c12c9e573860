/** The steps that commands and pipelines share. */
@NullMarked
package io.github.dmsrec.stage;

import org.jspecify.annotations.NullMarked;

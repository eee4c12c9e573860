/** The steps that commands and pipelines share. */
@NullMarked
package io.github.dmsrec.app.work;

import org.jspecify.annotations.NullMarked;

/** Reads options that are given as texts by key. */
@NullMarked
package io.github.dmsrec.intent.option;

import org.jspecify.annotations.NullMarked;

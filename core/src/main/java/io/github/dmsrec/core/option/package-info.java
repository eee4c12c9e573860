/**
 * Typed options: one declaration of an option feeds the command line, configuration files, the Java API, help texts and
 * manifests.
 */
@NullMarked
package io.github.dmsrec.core.option;

import org.jspecify.annotations.NullMarked;

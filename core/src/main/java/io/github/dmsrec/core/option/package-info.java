/**
 * Typed options: one declaration of an option feeds the command line, configuration files, the Java API, help texts and
 * manifests.
 */
@API(status = API.Status.INTERNAL)
@NullMarked
package io.github.dmsrec.core.option;

import org.apiguardian.api.API;
import org.jspecify.annotations.NullMarked;

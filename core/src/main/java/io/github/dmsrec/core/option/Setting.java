package io.github.dmsrec.core.option;

/**
 * A value and the text that it came from, which manifests keep: {@code 1e-4} does not become {@code 1.0E-4}.
 *
 * @param value what {@code text} means
 * @param text without blanks around it
 */
record Setting<T>(T value, String text) {}

package io.github.dmsrec;

/** What can be evaluated: a trained {@link Model}, or a {@link Method} that is trained for the comparison. */
public sealed interface Evaluable permits Model, Method {

    /** {@return what tables call it} */
    String name();
}

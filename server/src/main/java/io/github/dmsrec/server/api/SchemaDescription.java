package io.github.dmsrec.server.api;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** What the OpenAPI document says of a record or of one of its components. */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.RECORD_COMPONENT})
@interface SchemaDescription {

    /** One or two sentences. */
    String value();

    /** The words that a text may be; empty for any. */
    String[] words() default {};

    /** The least number; none if NaN. */
    double least() default Double.NaN;

    /** The greatest number; none if NaN. */
    double most() default Double.NaN;
}

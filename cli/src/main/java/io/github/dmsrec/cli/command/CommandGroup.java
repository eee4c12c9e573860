package io.github.dmsrec.cli.command;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Where a command stands in the list of commands. Every command has one. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@interface CommandGroup {

    Name value();

    /** The groups in the order of the list. */
    enum Name {
        WHOLE("The whole pipeline"),
        STEPS("Its steps, in order"),
        USE("Use and compare models"),
        HELP("Find out");

        private final String heading;

        Name(String heading) {
            this.heading = heading;
        }

        String heading() {
            return heading;
        }
    }
}

package io.github.dmsrec;

import io.github.dmsrec.core.UserMistakeException;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Where exceptions of internal packages become those of the public API. */
final class ExceptionTranslation {

    /** Work of internal packages. */
    @FunctionalInterface
    interface Work<T> {
        T get() throws IOException;
    }

    private ExceptionTranslation() {}

    /** Does some work. */
    static <T> T call(Work<T> work) {
        try {
            return work.get();
        } catch (UserMistakeException e) {
            throw translated(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The same mistake as the public API tells it. */
    static InvalidInputException translated(UserMistakeException mistake) {
        return new InvalidInputException(String.valueOf(mistake.getMessage()), mistake);
    }
}

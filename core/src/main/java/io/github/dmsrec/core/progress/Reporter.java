package io.github.dmsrec.core.progress;

/**
 * Receives what long work reports: messages and progress. A console, a server's log and tests are reporters. Used by one
 * thread at a time, unless an implementation says otherwise.
 */
public interface Reporter {

    /** A message that is not a result: what is being done, or where it went. */
    void say(String line);

    /** Something that the user should know although the work continues. */
    void warn(String line);

    /** Where stages of long work are reported. */
    Progress progress();
}

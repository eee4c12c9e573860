package io.github.dmsrec.core.session;

/** What is known of sessions beside their items. */
public interface SessionFields {

    /** Whether the data has ids, places and times. */
    boolean isLogged();

    /** Whether the data knows whose the sessions are. */
    boolean hasUsers();
}

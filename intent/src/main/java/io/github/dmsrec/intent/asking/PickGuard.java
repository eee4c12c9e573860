package io.github.dmsrec.intent.asking;

/** What a run does when its model picks by position: see {@link PickHabits}. */
public enum PickGuard {
    /** It ends; what was answered is kept. */
    STOP,
    /** It reports so at its end. */
    WARN,
    /** Nothing. */
    OFF
}

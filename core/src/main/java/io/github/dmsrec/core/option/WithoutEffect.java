package io.github.dmsrec.core.option;

import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Options with a value of their own, which another option leaves without effect.
 *
 * @param what they are and why they have none, a sentence
 * @param advice what to do instead, a sentence
 */
public record WithoutEffect(String what, String advice) {

    /**
     * Looks for them.
     *
     * @param options that the other one leaves without effect
     * @param values in force
     * @param defaults values that nobody gave; an option with its default is none of them
     * @param with the other option and its value, e.g. {@code "form=min-max"}
     * @param instead what to give in its place, e.g. {@code "another form"}
     * @return all of them together; empty if there are none
     */
    public static Optional<WithoutEffect> of(
            Collection<? extends Option<?>> options,
            OptionValues values,
            OptionValues defaults,
            String with,
            String instead) {
        List<String> unused = options.stream()
                .filter(option -> !values.get(option).equals(defaults.get(option)))
                .map(option -> "'" + option.key() + "=" + values.text(option) + "'")
                .toList();
        if (unused.isEmpty()) {
            return Optional.empty();
        }
        boolean one = unused.size() == 1;
        return Optional.of(new WithoutEffect(
                String.join(", ", unused) + (one ? " has" : " have") + " no effect with " + with + ".",
                "Omit " + (one ? "it" : "them") + ", or give " + instead + "."));
    }
}

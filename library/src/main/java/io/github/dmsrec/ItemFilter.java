package io.github.dmsrec;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Which items may be recommended, by the text columns that their data set has for them. All conditions must hold; an item
 * without a value in a column fulfils no condition on it. Immutable.
 *
 * @param conditions by the name of the column
 */
public record ItemFilter(Map<String, Condition> conditions) {

    /** All items. */
    public static final ItemFilter ALL = new ItemFilter(Map.of());

    /** What separates the parts of a value, such as {@code Action|Comedy}. */
    private static final String PARTS = "\\|";

    /**
     * Copies the collections.
     *
     * @param conditions by the name of the column
     */
    public ItemFilter {
        conditions = Map.copyOf(conditions);
    }

    /** A condition on the value of one column. */
    public sealed interface Condition {

        /**
         * Whether a value fulfils the condition.
         *
         * @param value of the column
         * @return whether it does
         */
        boolean accepts(String value);
    }

    /**
     * The value, or one of its parts between vertical bars, is one of several.
     *
     * @param values at least one
     */
    public record AnyOf(Set<String> values) implements Condition {

        /**
         * Copies the values and checks that there are any.
         *
         * @param values at least one
         */
        public AnyOf {
            values = Set.copyOf(values);
            if (values.isEmpty()) {
                throw new InvalidInputException("A filter with 'any' names no value. Name at least one.");
            }
        }

        @Override
        public boolean accepts(String value) {
            if (values.contains(value)) {
                return true;
            }
            for (String part : value.split(PARTS, -1)) {
                if (values.contains(part.strip())) {
                    return true;
                }
            }
            return false;
        }
    }

    /**
     * The value is a number within bounds, both allowed.
     *
     * @param least {@link Double#NEGATIVE_INFINITY} for none
     * @param most {@link Double#POSITIVE_INFINITY} for none
     */
    public record Between(double least, double most) implements Condition {

        /**
         * Checks the bounds.
         *
         * @param least {@link Double#NEGATIVE_INFINITY} for none
         * @param most {@link Double#POSITIVE_INFINITY} for none
         */
        public Between {
            if (!(least <= most)) {
                throw new InvalidInputException("A filter from " + least + " to " + most
                        + " accepts no number. The first bound must not be above the second.");
            }
        }

        @Override
        public boolean accepts(String value) {
            try {
                double number = Double.parseDouble(value.strip());
                return number >= least && number <= most;
            } catch (NumberFormatException e) {
                // What is not a number lies within no bounds.
                return false;
            }
        }
    }

    /**
     * These conditions and one more: the column's value, or a part of it between vertical bars, is one of several.
     *
     * @param column of the items
     * @param values at least one
     * @return the longer filter; this one stays as it is
     */
    public ItemFilter anyOf(String column, String... values) {
        return with(column, new AnyOf(Set.of(values)));
    }

    /**
     * These conditions and one more: the column's value is a number within bounds, both allowed.
     *
     * @param column of the items
     * @param least {@link Double#NEGATIVE_INFINITY} for none
     * @param most {@link Double#POSITIVE_INFINITY} for none
     * @return the longer filter; this one stays as it is
     */
    public ItemFilter between(String column, double least, double most) {
        return with(column, new Between(least, most));
    }

    /**
     * These conditions and one more; an earlier one on the column is replaced.
     *
     * @param column of the items
     * @param condition on its value
     * @return the longer filter; this one stays as it is
     */
    public ItemFilter with(String column, Condition condition) {
        Map<String, Condition> more = new LinkedHashMap<>(conditions);
        more.put(column, Objects.requireNonNull(condition));
        return new ItemFilter(more);
    }

    /**
     * Refuses a condition on a column that no item has.
     *
     * @param owner what names the columns, the beginning of a sentence
     * @throws InvalidInputException naming it and the columns that there are
     */
    void requireColumns(String owner, Set<String> known) {
        Set<String> unknown = new TreeSet<>(conditions.keySet());
        unknown.removeAll(known);
        if (!unknown.isEmpty()) {
            throw new InvalidInputException(owner + " names "
                    + unknown.stream().map(name -> "'" + name + "'").collect(Collectors.joining(", "))
                    + ", which the model's items do not have. "
                    + (known.isEmpty()
                            ? "They have no columns beside the title: import the data set with --text COLUMN and train again."
                            : "Their columns are " + String.join(", ", new TreeSet<>(known)) + "."));
        }
    }
}

package io.github.dmsrec.cli.command;

import io.github.dmsrec.ItemFilter;
import io.github.dmsrec.core.UserMistakeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Option;

/** Which items may be recommended, by their columns. */
final class ItemFilterFlag {

    private static final Pattern CONDITION = Pattern.compile("(?s)([^=<>]+)(<=|>=|=)(.+)");

    @Option(
            names = "--filter",
            paramLabel = "CONDITION",
            description =
                    "Only items whose column fulfils it: 'genre=Action|Comedy' for one of several values, 'price<=20' and"
                            + " 'price>=5' for numbers. May be given several times; all must hold.")
    private List<String> conditions = new ArrayList<>();

    /**
     * The filter.
     *
     * @throws UserMistakeException if a condition cannot be read
     */
    ItemFilter value() {
        ItemFilter filter = ItemFilter.ALL;
        for (String condition : conditions) {
            Matcher matcher = CONDITION.matcher(condition);
            if (!matcher.matches()) {
                throw mistake(condition, "is not a condition");
            }
            String column = matcher.group(1).strip();
            String value = matcher.group(3);
            filter = switch (matcher.group(2)) {
                case "<=" -> within(filter, column, Double.NEGATIVE_INFINITY, number(condition, value));
                case ">=" -> within(filter, column, number(condition, value), Double.POSITIVE_INFINITY);
                default -> anyOf(filter, column, condition, value);
            };
        }
        return filter;
    }

    private static ItemFilter anyOf(ItemFilter filter, String column, String condition, String value) {
        if (filter.conditions().containsKey(column)) {
            throw mistake(condition, "is a second condition on '" + column + "'");
        }
        return filter.with(column, new ItemFilter.AnyOf(Set.of(value.split("\\|"))));
    }

    private static ItemFilter within(ItemFilter filter, String column, double least, double most) {
        ItemFilter.Condition earlier = filter.conditions().get(column);
        if (earlier == null) {
            return filter.between(column, least, most);
        }
        if (earlier instanceof ItemFilter.Between bounds) {
            return filter.between(column, Math.max(least, bounds.least()), Math.min(most, bounds.most()));
        }
        throw new UserMistakeException("--filter has values and bounds for '" + column + "'. Give one of them.");
    }

    private static double number(String condition, String value) {
        try {
            return Double.parseDouble(value.strip());
        } catch (NumberFormatException e) {
            throw mistake(condition, "compares with '" + value + "', which is not a number");
        }
    }

    private static UserMistakeException mistake(String condition, String problem) {
        return new UserMistakeException("--filter '" + condition + "' " + problem
                + ". Write 'column=value|value', 'column<=number' or 'column>=number'.");
    }
}

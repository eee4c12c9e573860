package io.github.dmsrec.cli.command;

import io.github.dmsrec.core.UserMistakeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Fits the hints of messages to a command. The same mistake is found by all imports, but not all have the option that mends
 * it: alternatives that name options which the command lacks are left out.
 */
final class OptionHints {

    private static final Pattern OPTION = Pattern.compile("--[a-z][a-z0-9-]*");
    private static final Pattern ASIDE = Pattern.compile(" \\((--[a-z][a-z0-9-]*(?:, --[a-z][a-z0-9-]*)*)\\)");
    private static final String HINT = System.lineSeparator();
    private static final String OR = "; or ";
    private static final String NONE_LEFT =
            "Correct the files, or read them by 'dmsrec import csv', 'json' or 'parquet', which have more options.";

    private OptionHints() {}

    /** The options that a command has. */
    static Set<String> optionsOf(CommandSpec... commands) {
        Set<String> options = new TreeSet<>();
        for (CommandSpec command : commands) {
            options.addAll(command.optionsMap().keySet());
        }
        return options;
    }

    /** The options that a text names. */
    static List<String> named(String text) {
        return OPTION.matcher(text).results().map(MatchResult::group).distinct().toList();
    }

    /** The mistake, whose message names only options of these. */
    static UserMistakeException fitted(UserMistakeException mistake, Set<String> options) {
        String message = String.valueOf(mistake.getMessage());
        String fitted = fitted(message, options);
        return fitted.equals(message) ? mistake : new UserMistakeException(fitted, mistake);
    }

    /** A message that names only options of these. */
    static String fitted(String message, Set<String> options) {
        int hint = message.lastIndexOf(HINT);
        if (hint < 0 || options.containsAll(named(message))) {
            return message;
        }
        String problem = withoutAsides(message.substring(0, hint), options);
        String fix = message.substring(hint + HINT.length());
        if (options.containsAll(named(fix))) {
            return problem + HINT + fix;
        }
        List<String> left = new ArrayList<>();
        for (String alternative : fix.replaceFirst("\\.$", "").split("; or |, or |; ", -1)) {
            if (options.containsAll(named(alternative))) {
                left.add(alternative);
            }
        }
        return problem + HINT + (left.isEmpty() ? NONE_LEFT : begun(String.join(OR, left)) + ".");
    }

    private static String begun(String text) {
        return capital(text.startsWith("or ") ? text.substring("or ".length()) : text);
    }

    private static String capital(String text) {
        return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
    }

    private static String withoutAsides(String problem, Set<String> options) {
        return ASIDE.matcher(problem)
                .replaceAll(aside ->
                        options.containsAll(named(aside.group(1))) ? Matcher.quoteReplacement(aside.group()) : "");
    }
}

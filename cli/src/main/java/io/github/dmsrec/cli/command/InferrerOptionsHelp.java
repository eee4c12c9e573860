package io.github.dmsrec.cli.command;

import io.github.dmsrec.core.option.Option;
import io.github.dmsrec.core.option.OptionSet;
import io.github.dmsrec.intent.Inferrers;
import io.github.dmsrec.intent.inferrer.InferrerKind;
import java.util.HashSet;
import java.util.Set;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Column;
import picocli.CommandLine.Help.TextTable;

/** The part of a help text that lists every option of every inferrer. */
final class InferrerOptionsHelp {

    /** The key of this part among those of a help text. */
    static final String SECTION = "inferrerOptions";

    private static final int KEY_WIDTH = 30;

    private InferrerOptionsHelp() {}

    /** Each inferrer, then the options that it shares with none before it. */
    static String of(Help help) {
        TextTable table = TextTable.forColumns(
                help.colorScheme(),
                new Column(KEY_WIDTH, 2, Column.Overflow.SPAN),
                new Column(help.commandSpec().usageMessage().width() - KEY_WIDTH, 1, Column.Overflow.WRAP));
        Set<Option<?>> shown = new HashSet<>();
        for (InferrerKind kind : Inferrers.all()) {
            OptionSet options = kind.options();
            table.addRowValues(
                    kind.name(),
                    "intents are " + kind.how() + "; takes "
                            + (options.keys().isEmpty() ? "no options" : String.join(", ", options.keys())));
            OptionSet fresh = new OptionSet(
                    options.owner(),
                    options.options().stream().filter(shown::add).toList());
            fresh.help().forEach(row -> table.addRowValues("  " + row.key(), row.text()));
        }
        return String.format("%nOptions of inferrers, for --set KEY=VALUE and for pipelines:%n%s", table);
    }
}

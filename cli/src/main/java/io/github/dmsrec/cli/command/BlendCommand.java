package io.github.dmsrec.cli.command;

import io.github.dmsrec.cli.console.Console;
import io.github.dmsrec.core.artefact.ArtefactFolder;
import io.github.dmsrec.core.artefact.ArtefactKind;
import io.github.dmsrec.core.option.OptionSet;
import io.github.dmsrec.core.option.Recipe;
import io.github.dmsrec.stage.ArtefactStep;
import io.github.dmsrec.stage.BlendMaker;
import io.github.dmsrec.stage.BlendOptions;
import io.github.dmsrec.stage.StepData;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Column;
import picocli.CommandLine.Help.TextTable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Makes one model of several. */
@CommandGroup(CommandGroup.Name.STEPS)
@Command(
        name = BlendCommand.NAME,
        description = {
            "Blend trained models of any methods into one: their scores are made comparable and added. (Not to be confused with"
                    + " fusing a model with intents, which is 'train --intents'.)",
            "How scores are made comparable, and the weight of each model, are found on validation rows by MRR@20 with session"
                    + " items masked. The result carries its models: it recommends, predicts, serves and is evaluated like any"
                    + " other, and explanations say which model contributed how much.",
            "Weights are found with models that have not learned from the validation sessions. A non-neural baseline is"
                    + " learned from"
                    + " the training sessions for the search, and stays as it is in the blend. For a network that has learned"
                    + " them, name the model of the training before: --member FINAL=BEFORE."
        },
        footer = {
            "",
            "Example:",
            "  dmsrec blend --dataset runs/data --member runs/sasrec --member runs/sr --member runs/vstan --out runs/blend"
        })
final class BlendCommand extends ComputingTask {

    /** What it is called. */
    static final String NAME = "blend";

    /** The key of the list of options among the parts of the help text. */
    static final String SECTION = "blendOptions";

    private static final int KEY_WIDTH = 30;

    @Option(names = "--dataset", required = true, paramLabel = "D", description = "The data set of all models.")
    private Path datasetPath = Path.of("");

    @Option(
            names = "--member",
            required = true,
            paramLabel = "M[=BEFORE]",
            description =
                    "A model, and where it has learned from the validation sessions, the one by which its weight is"
                            + " found; to be given twice or more.")
    private List<String> members = new ArrayList<>();

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "An option of those below, e.g. --set form=min-max; may be given several times.")
    private Map<String, String> options = new LinkedHashMap<>();

    @Mixin
    private final MemoryOption memory = new MemoryOption();

    @Option(names = "--out", required = true, paramLabel = "MODEL", description = "The model folder to write.")
    private Path out = Path.of("");

    BlendCommand(Console console) {
        super(console);
    }

    @Override
    public Integer call() throws IOException {
        BlendMaker maker = new BlendMaker(
                members.stream().map(BlendCommand::member).toList(),
                BlendOptions.OPTIONS.defaults(Recipe.CORRECTED).with(options),
                memory.bytes());
        return make(ArtefactStep.blend(out, maker, StepData.at(datasetPath), origin(nameOf(out))));
    }

    private static BlendMaker.Member member(String given) {
        int equals = given.lastIndexOf('=');
        if (equals < 0 || ArtefactFolder.isThere(Path.of(given))) {
            return new BlendMaker.Member(ArtefactFolder.open(Path.of(given), ArtefactKind.MODEL), null);
        }
        return new BlendMaker.Member(
                ArtefactFolder.open(Path.of(given.substring(0, equals)), ArtefactKind.MODEL),
                ArtefactFolder.open(Path.of(given.substring(equals + 1)), ArtefactKind.MODEL));
    }

    /** The part of the help text that lists the options of {@code --set}. */
    static String optionsHelp(Help help) {
        TextTable table = TextTable.forColumns(
                help.colorScheme(),
                new Column(KEY_WIDTH, 2, Column.Overflow.SPAN),
                new Column(help.commandSpec().usageMessage().width() - KEY_WIDTH, 1, Column.Overflow.WRAP));
        for (OptionSet.HelpRow row : BlendOptions.OPTIONS.help()) {
            table.addRowValues(row.key(), row.text());
        }
        return String.format(Locale.ROOT, "%nOptions, for --set KEY=VALUE:%n%s", table);
    }
}

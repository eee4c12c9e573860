package io.github.dmsrec.app.command;

import io.github.dmsrec.app.console.Console;
import io.github.dmsrec.datasets.Importer;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Imports the files of a known data set. */
abstract class ImportNamedCommand extends ImportTask {

    private static final String OVERRIDE =
            "Its session rule and filters are the customary ones; options override them.";

    private final String format;

    @Parameters(paramLabel = "DIR", description = "The folder of the files, unpacked.")
    private Path folder = Path.of("");

    ImportNamedCommand(Console console, String format) {
        super(console);
        this.format = format;
    }

    @Override
    final void configure(Importer importer) throws IOException {
        importer.format(format, folder);
    }

    /** MovieLens-1M. */
    @CommandGroup(CommandGroup.Name.STEPS)
    @Command(
            name = "movielens-1m",
            description = {
                "Import MovieLens-1M: ratings.dat and movies.dat.",
                "Sessions by the paper's rule: the ratings of a user on a day (UTC) within 300 s; items with 5 ratings or more.",
                OVERRIDE
            },
            footer = {"", "Example:", "  dmsrec import movielens-1m ml-1m --out runs/ml-1m"})
    static final class MovieLens1M extends ImportNamedCommand {
        MovieLens1M(Console console) {
            super(console, "movielens-1m");
        }
    }

    /** MovieLens-100K. */
    @CommandGroup(CommandGroup.Name.STEPS)
    @Command(
            name = "movielens-100k",
            description = {
                "Import MovieLens-100K: u.data and u.item.",
                "Sessions by the paper's rule: the ratings of a user on a day (UTC) within 300 s; items with 5 ratings or more.",
                OVERRIDE
            },
            footer = {"", "Example:", "  dmsrec import movielens-100k ../shared/data/ml-100k --out runs/ml-100k"})
    static final class MovieLens100K extends ImportNamedCommand {
        MovieLens100K(Console console) {
            super(console, "movielens-100k");
        }
    }

    /** Amazon reviews of 2014. */
    @CommandGroup(CommandGroup.Name.STEPS)
    @Command(
            name = "amazon-2014",
            description = {
                "Import Amazon reviews of 2014: reviews_X_5.json.gz and, for titles, meta_X.json.gz.",
                "All reviews of a user are one session.",
                OVERRIDE
            },
            footer = {"", "Example:", "  dmsrec import amazon-2014 beauty --out runs/beauty"})
    static final class Amazon2014 extends ImportNamedCommand {
        Amazon2014(Console console) {
            super(console, "amazon-2014");
        }
    }

    /** RecBole's atomic files. */
    @CommandGroup(CommandGroup.Name.STEPS)
    @Command(
            name = "recbole",
            description = {
                "Import RecBole's atomic files: X.inter and, for titles, X.item.",
                "Sessions are those of session_id, else of user_id with pauses of 30 minutes.",
                OVERRIDE
            },
            footer = {"", "Example:", "  dmsrec import recbole dataset/diginetica --out runs/diginetica"})
    static final class RecBole extends ImportNamedCommand {
        RecBole(Console console) {
            super(console, "recbole");
        }
    }

    /** The clicks of the RecSys Challenge 2015. */
    @CommandGroup(CommandGroup.Name.STEPS)
    @Command(
            name = "yoochoose",
            description = {
                "Import the clicks of the RecSys Challenge 2015: yoochoose-clicks.dat.",
                "Sessions are those of the file.",
                OVERRIDE
            },
            footer = {"", "Example:", "  dmsrec import yoochoose yoochoose --out runs/yoochoose"})
    static final class YooChoose extends ImportNamedCommand {
        YooChoose(Console console) {
            super(console, "yoochoose");
        }
    }

    /** RetailRocket. */
    @CommandGroup(CommandGroup.Name.STEPS)
    @Command(
            name = "retailrocket",
            description = {
                "Import RetailRocket: events.csv.",
                "Sessions are a visitor's views, with pauses of 30 minutes.",
                OVERRIDE
            },
            footer = {"", "Example:", "  dmsrec import retailrocket retailrocket --out runs/retailrocket"})
    static final class RetailRocket extends ImportNamedCommand {
        RetailRocket(Console console) {
            super(console, "retailrocket");
        }
    }

    /** The views of the CIKM Cup 2016. */
    @CommandGroup(CommandGroup.Name.STEPS)
    @Command(
            name = "diginetica",
            description = {
                "Import the views of the CIKM Cup 2016: train-item-views.csv.",
                "Sessions are those of the file; a view's time is its day and its place in the session.",
                OVERRIDE
            },
            footer = {"", "Example:", "  dmsrec import diginetica diginetica --out runs/diginetica"})
    static final class Diginetica extends ImportNamedCommand {
        Diginetica(Console console) {
            super(console, "diginetica");
        }
    }

    /** The sessions of the KDD Cup 2023. */
    @CommandGroup(CommandGroup.Name.STEPS)
    @Command(
            name = "amazon-m2",
            description = {
                "Import Amazon-M2, the sessions of the KDD Cup 2023: sessions_train.csv and products_train.csv.",
                "Sessions are those of the file, which has no times. A session's locale is the kind of its clicks: --events UK"
                        + " chooses one. A product of several locales has the title of the first.",
                OVERRIDE
            },
            footer = {"", "Example:", "  dmsrec import amazon-m2 kdd-cup-2023 --events UK --out runs/amazon-uk"})
    static final class AmazonM2 extends ImportNamedCommand {
        AmazonM2(Console console) {
            super(console, "amazon-m2");
        }
    }
}

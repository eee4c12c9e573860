package io.github.dmsrec.cli.command;

import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.split.Shares;
import io.github.dmsrec.core.split.Splitting;
import io.github.dmsrec.datasets.imports.Importer;
import io.github.dmsrec.datasets.session.Filters;
import io.github.dmsrec.datasets.session.SessionRule;
import io.github.dmsrec.datasets.source.TimeFormat;
import io.github.dmsrec.datasets.split.SplitText;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Option;

/** What all imports of logs understand: times, sessions, filters, the split. */
final class ImportFlags {

    private static final Pattern DURATION = Pattern.compile("([1-9]\\d{0,8})\\s*([smhd]?)");

    @Option(
            names = "--time-format",
            paramLabel = "FORMAT",
            description = "seconds, millis or micros since 1970, iso, or a pattern like '%%d.%%m.%%Y %%H:%%M:%%S'"
                    + " (default: detected from the first lines).")
    private Optional<String> timeFormat = Optional.empty();

    @Option(
            names = "--zone",
            paramLabel = "ZONE",
            description = "The time zone of times without one, e.g. Europe/Berlin (default: UTC).")
    private Optional<String> zone = Optional.empty();

    @Option(
            names = "--gap",
            paramLabel = "TIME",
            description = "A longer pause of the user opens a session, e.g. 30m (the default without --session). Where"
                    + " sessions are named, it cuts them, too: for names that are used again.")
    private Optional<String> gap = Optional.empty();

    @Option(
            names = "--day",
            description =
                    "A new day (UTC) opens a session of the user, and so does a click later than --window after the"
                            + " session's first. Days of a single click are dropped. This is the paper's rule for MovieLens.")
    private boolean day;

    @Option(names = "--window", paramLabel = "TIME", description = "With --day: e.g. 300s (the default).")
    private Optional<String> window = Optional.empty();

    @Option(names = "--session-rule", paramLabel = "RULE", description = "user: all clicks of a user are one session.")
    private Optional<String> sessionRule = Optional.empty();

    @Option(
            names = "--events",
            paramLabel = "KIND",
            split = ",",
            description = "Filter 1: only clicks of these kinds, comma-separated (needs --event).")
    private List<String> events = new ArrayList<>();

    @Option(names = "--from", paramLabel = "DATE", description = "Filter 2: only clicks from this date or moment on.")
    private Optional<String> from = Optional.empty();

    @Option(names = "--to", paramLabel = "DATE", description = "Filter 2: only clicks before this date or moment.")
    private Optional<String> to = Optional.empty();

    @Option(
            names = "--drop-duplicates",
            description = "Filter 3: of clicks of the same session (or user), item and time only the first.")
    private boolean dropDuplicates;

    @Option(
            names = "--min-item-support",
            paramLabel = "N",
            description = "Filter 4: drop items with fewer clicks in the whole log (default: 5; 1 keeps all).")
    private Optional<Integer> minItemSupport = Optional.empty();

    @Option(
            names = "--drop-repeats",
            description = "Filter 5, within sessions: of clicks on one item in a row only the first.")
    private boolean dropRepeats;

    @Option(
            names = "--min-session-length",
            paramLabel = "N",
            description = "Filter 6: drop shorter sessions (default: 2; 1 for MovieLens, as in the paper).")
    private Optional<Integer> minSessionLength = Optional.empty();

    @Option(names = "--max-session-length", paramLabel = "N", description = "Filter 7: drop longer sessions.")
    private Optional<Integer> maxSessionLength = Optional.empty();

    @Option(
            names = "--max-clicks",
            paramLabel = "N",
            description = "Filter 8: of longer sessions keep the last N clicks.")
    private Optional<Integer> maxClicks = Optional.empty();

    @Option(
            names = "--k-core",
            paramLabel = "K",
            description =
                    "Filter 9: drop items of fewer than K clicks and sessions shorter than K until there are none.")
    private Optional<Integer> core = Optional.empty();

    @Option(
            names = "--split",
            paramLabel = "SPLIT",
            defaultValue = SplitText.DEFAULT,
            description = "time:0.9 (the last tenth in time is the test), days:7, windows:5, windows:5x0.9, user:0.9 or"
                    + " leave-last (default: ${DEFAULT-VALUE}). user and leave-last hold all sessions in memory.")
    private String split = SplitText.DEFAULT;

    @Option(
            names = "--validation-share",
            paramLabel = "X",
            description =
                    "The share of validation in what the test leaves (default: 0.1); not for days and leave-last.")
    private Optional<Double> validationShare = Optional.empty();

    @Option(
            names = "--unseen-items",
            paramLabel = "WHAT",
            defaultValue = "keep",
            description =
                    "keep, or drop test clicks on items that training and validation do not have, as session-rec does"
                            + " (default: ${DEFAULT-VALUE}).")
    private String unseenItems = "keep";

    @Option(
            names = "--allow-odd-times",
            description = "Take times that are those of no clock: before 1990, in the future, all alike.")
    private boolean allowOddTimes;

    @Option(names = "--multiline", description = "Values in quotes may go over many lines.")
    private boolean multiline;

    @Option(
            names = "--allow-unmatched-items",
            description = "Go on although fewer than half of the clicked items have a line in the item texts.")
    private boolean allowUnmatchedItems;

    @Option(
            names = "--memory",
            paramLabel = "SIZE",
            defaultValue = "1g",
            description = "The most memory for tables; more is spilled beside --out (default: ${DEFAULT-VALUE}).")
    private String memory = "1g";

    @Option(names = "--disk", paramLabel = "SIZE", description = "The most that is spilled (default: what is free).")
    private Optional<String> disk = Optional.empty();

    private Splitting splitting(long seed) {
        double share = validationShare.orElse(Shares.TENTHS.validation());
        if (!Shares.isShare(share)) {
            throw new UserMistakeException("--validation-share is " + share + ".", "Use a number between 0 and 1.");
        }
        Splitting splitting = SplitText.of(split, share, seed);
        if (validationShare.isPresent() && !splitting.byShares()) {
            throw new UserMistakeException(
                    "--validation-share is " + share + ", but --split is '" + split + "', which has no shares.",
                    "Use --split time:0.9.");
        }
        return splitting;
    }

    void configure(Importer importer, long seed) {
        timeFormat.ifPresent(label -> importer.timeFormat(TimeFormat.ofLabel(label)
                .orElseThrow(() -> new UserMistakeException(
                        "--time-format is '" + label + "'.",
                        "Use seconds, millis, micros, iso or a pattern with %, like '%Y-%m-%d %H:%M'."))));
        ZoneId inForce = zone.map(ImportFlags::zoneOf).orElse(ZoneOffset.UTC);
        importer.zone(inForce);
        rule().ifPresent(importer::rule);
        importer.filters(filters(importer.filters(), inForce));
        importer.split(splitting(seed));
        if (!unseenItems.equals("keep") && !unseenItems.equals("drop")) {
            throw new UserMistakeException("--unseen-items is '" + unseenItems + "'.", "Use keep or drop.");
        }
        importer.dropUnseenItems(unseenItems.equals("drop"));
        importer.allowOddTimes(allowOddTimes);
        importer.multiline(multiline);
        importer.allowUnmatchedItems(allowUnmatchedItems);
        importer.memory(MemoryOption.bytes("--memory", memory));
        disk.ifPresent(size -> importer.temporaryDisk(MemoryOption.bytes("--disk", size)));
    }

    private Optional<SessionRule> rule() {
        int rules = (gap.isPresent() ? 1 : 0) + (day ? 1 : 0) + (sessionRule.isPresent() ? 1 : 0);
        if (rules > 1) {
            throw new UserMistakeException(
                    "Of --gap, --day and --session-rule " + rules + " are given.", "Use one of them.");
        }
        if (window.isPresent() && !day) {
            throw new UserMistakeException("--window is given without --day.", "Use --gap.");
        }
        if (sessionRule.isPresent() && !sessionRule.get().equals("user")) {
            throw new UserMistakeException(
                    "--session-rule is '" + sessionRule.get() + "'.", "Use user, or give --gap or --day.");
        }
        if (day) {
            return Optional.of(new SessionRule.DayWindow(
                    window.map(text -> duration("--window", text)).orElse(SessionRule.DayWindow.FIVE_MINUTES)));
        }
        return sessionRule.isPresent()
                ? Optional.of(new SessionRule.WholeUser())
                : gap.map(text -> new SessionRule.Gap(duration("--gap", text)));
    }

    private Filters filters(Filters base, ZoneId inForce) {
        return new Filters(
                events.isEmpty() ? base.events() : events,
                from.map(text -> moment("--from", text, inForce)).or(base::from),
                to.map(text -> moment("--to", text, inForce)).or(base::to),
                dropDuplicates || base.dropDuplicates(),
                minItemSupport.map(n -> atLeastOne("--min-item-support", n)).orElse(base.minItemSupport()),
                dropRepeats || base.dropRepeats(),
                minSessionLength.map(n -> atLeastOne("--min-session-length", n)).orElse(base.minSessionLength()),
                maxSessionLength.isPresent()
                        ? OptionalInt.of(atLeastOne("--max-session-length", maxSessionLength.get()))
                        : base.maxSessionLength(),
                maxClicks.isPresent() ? OptionalInt.of(atLeastOne("--max-clicks", maxClicks.get())) : base.maxClicks(),
                core.map(n -> atLeastOne("--k-core", n)).orElse(base.core()));
    }

    private static int atLeastOne(String option, int value) {
        if (value < 1) {
            throw new UserMistakeException(option + " is " + value + ".", "Use a number from 1 up.");
        }
        return value;
    }

    private static Duration duration(String option, String text) {
        Matcher matcher = DURATION.matcher(text.strip());
        if (!matcher.matches()) {
            throw new UserMistakeException(option + " is '" + text + "'.", "Use a time like 300s, 30m or 2h.");
        }
        long number = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "m" -> Duration.ofMinutes(number);
            case "h" -> Duration.ofHours(number);
            case "d" -> Duration.ofDays(number);
            default -> Duration.ofSeconds(number);
        };
    }

    private static ZoneId zoneOf(String text) {
        try {
            return ZoneId.of(text);
        } catch (DateTimeException e) {
            throw new UserMistakeException("--zone is '" + text + "'.", "Use a zone like Europe/Berlin or UTC.", e);
        }
    }

    private static Instant moment(String option, String text, ZoneId zone) {
        try {
            return text.contains("T")
                    ? Instant.parse(text)
                    : LocalDate.parse(text).atStartOfDay(zone).toInstant();
        } catch (DateTimeParseException e) {
            throw new UserMistakeException(
                    option + " is '" + text + "'.",
                    "Use a date like 2014-04-07 or a time like 2014-04-07T10:00:00Z.",
                    e);
        }
    }
}

package io.github.dmsrec.experiment.study;

import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.option.Labels;
import io.github.dmsrec.experiment.config.OptionSections;
import io.github.dmsrec.experiment.report.ReportMaker;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One arm of an experiment: where a backbone's intents come from, and what else is different. Written as words joined by
 * plus signs, e.g. {@code both+item-text}.
 *
 * @param intents what stands for the session's intents
 * @param changes what else differs from the method as it stands in the study
 */
public record Arm(Intents intents, Set<Change> changes) {

    /** What stands for the session's intents. */
    public enum Intents {
        /** Nothing: the backbone alone. */
        BASE,
        /** Zero vectors behind the fusion's maps: what these maps give by themselves. */
        ZERO,
        /** The intents of another session. */
        SHUFFLED,
        /** The mean of all candidates' titles. */
        CANDIDATE_MEAN,
        /** The mean of the titles of the session. */
        SESSION_MEAN,
        /** The explicit intents alone. */
        EXPLICIT_ONLY,
        /** The latent intents alone. */
        LATENT_ONLY,
        /** Explicit and latent intents: the method. */
        BOTH,
        /** Those of a student of {@link #BOTH}. */
        STUDENT,
        /** Facets of the clicked items and the candidates, as a language model described them. */
        FACETS,
        /** The same facets, each item with those of another one. */
        FACETS_SHUFFLED,
        /** The data's own columns in the place of facets. */
        COLUMNS,
        /** Those of a student of {@link #FACETS}. */
        FACETS_STUDENT,
        /** Both, without the alignment. */
        LAMBDA_0,
        /** Both, with the alignment weight that is best on the validation rows. */
        LAMBDA_TUNED
    }

    /** What else may differ. */
    public enum Change {
        /** The titles' vectors join the item vectors. */
        ITEM_TEXT,
        /** So do those of titles with the data's own columns behind them. */
        ITEM_TEXT_COLUMNS,
        /** So do those of titles with facets behind them. */
        ITEM_TEXT_FACETS,
        /** The last click of each training session is the only target. */
        LAST,
        /** Every click of the training sessions but the first is a target. */
        EVERY_PREFIX,
        /** Training rows get their candidates from models that have not seen their session. */
        CROSS_FIT,
        /** The recipe of the published code, with its selection on the test set. */
        PUBLISHED
    }

    private static final String ITEM_TEXT = "item-text";
    private static final String OF_VECTORS = "what the vectors add to the fusion's maps";
    private static final String OF_INTENTS = "what intents add to the fusion's maps";
    private static final String OF_STUDENT = "what a student changes against its teacher";
    private static final String OF_SESSION = "what they add to the titles of the session";

    /** The backbone alone, as it stands in the study. */
    public static final Arm BASE = new Arm(Intents.BASE, Set.of());

    public Arm {
        changes = changes.isEmpty() ? Set.of() : Set.copyOf(EnumSet.copyOf(changes));
    }

    /**
     * Reads an arm.
     *
     * @throws UserMistakeException naming an unknown word, or two that exclude each other
     */
    public static Arm of(String text) {
        Optional<Intents> intents = Optional.empty();
        Set<Change> changes = EnumSet.noneOf(Change.class);
        for (String word : text.split("\\+", -1)) {
            Optional<Intents> asIntents = Labels.parse(Intents.class, word);
            Optional<Change> asChange = Labels.parse(Change.class, word);
            if (asIntents.isEmpty() && asChange.isEmpty()) {
                throw new UserMistakeException(
                        "no arm is named '" + text + "': '" + word + "' is not known.",
                        OptionSections.guess(word, words()) + "Known: " + String.join(", ", words())
                                + ", joined by '+'.");
            }
            if (asIntents.isPresent() && intents.isPresent()) {
                throw new UserMistakeException(
                        "the arm '" + text + "' has two kinds of intents, '" + Labels.of(intents.get()) + "' and '"
                                + word + "'.",
                        "Use one of them.");
            }
            intents = asIntents.isPresent() ? asIntents : intents;
            asChange.ifPresent(changes::add);
        }
        Arm arm = new Arm(intents.orElse(Intents.BASE), changes);
        if (changes.containsAll(List.of(Change.LAST, Change.EVERY_PREFIX))) {
            throw new UserMistakeException(
                    "the arm '" + text + "' has two kinds of targets.", "Use 'last' or 'every-prefix'.");
        }
        if (changes.contains(Change.ITEM_TEXT) && arm.hasItemTextBeyondTitles()) {
            throw new UserMistakeException(
                    "the arm '" + text + "' has the titles in the item table twice.",
                    "Omit 'item-text': the other one has the titles, too.");
        }
        if (arm.isFused() && arm.hasItemTextBeyondTitles()) {
            throw new UserMistakeException(
                    "the arm '" + text + "' has intents, whose vectors of items are those of titles alone.",
                    "Use 'item-text' beside intents, or '"
                            + Arm.withoutIntents(arm).name() + "' without them.");
        }
        if (changes.contains(Change.CROSS_FIT) && !arm.isFused()) {
            throw new UserMistakeException(
                    "the arm '" + text + "' has no candidates, so there is nothing to cross-fit.",
                    "Use 'both+cross-fit'.");
        }
        return arm;
    }

    /** Every word that an arm may have. */
    public static List<String> words() {
        List<String> words = new ArrayList<>(Labels.all(Intents.class));
        words.addAll(Labels.all(Change.class));
        return words;
    }

    /** Its name: the words in a fixed order; {@code base} is left out where another word stands. */
    public String name() {
        String rest = Arrays.stream(Change.values())
                .filter(changes::contains)
                .map(Labels::of)
                .collect(Collectors.joining("+"));
        if (rest.isEmpty()) {
            return Labels.of(intents);
        }
        return intents == Intents.BASE ? rest : Labels.of(intents) + "+" + rest;
    }

    /** Whether intents, or what stands for them, enter the model. */
    public boolean isFused() {
        return intents != Intents.BASE;
    }

    private static Arm withoutIntents(Arm arm) {
        Set<Change> changes = EnumSet.copyOf(arm.changes);
        changes.remove(Change.CROSS_FIT);
        return new Arm(Intents.BASE, changes);
    }

    private boolean hasItemTextBeyondTitles() {
        return changes.contains(Change.ITEM_TEXT_COLUMNS) || changes.contains(Change.ITEM_TEXT_FACETS);
    }

    /** Whether it reads what a language model said of the items. */
    boolean needsFacets() {
        return changes.contains(Change.ITEM_TEXT_FACETS)
                || intents == Intents.FACETS
                || intents == Intents.FACETS_SHUFFLED
                || intents == Intents.FACETS_STUDENT;
    }

    /** Whether it reads columns of the items. */
    boolean needsColumns() {
        return changes.contains(Change.ITEM_TEXT_COLUMNS) || intents == Intents.COLUMNS;
    }

    /** The arm whose intents its student learns; empty if it has no student. */
    Optional<Arm> teacher() {
        return switch (intents) {
            case STUDENT -> Optional.of(new Arm(Intents.BOTH, changes));
            case FACETS_STUDENT -> Optional.of(new Arm(Intents.FACETS, changes));
            default -> Optional.empty();
        };
    }

    /** Whether it follows the published code. */
    boolean isPublished() {
        return changes.contains(Change.PUBLISHED);
    }

    /**
     * The training options that make it.
     *
     * @param known what is known of the items, where it {@linkplain #needsFacets needs} that
     */
    Map<String, String> settings(Study.ItemKnowledge known) {
        Map<String, String> settings = new LinkedHashMap<>();
        switch (intents) {
            case ZERO, SHUFFLED, EXPLICIT_ONLY, LATENT_ONLY -> settings.put("intent-control", Labels.of(intents));
            case LAMBDA_0 -> settings.put("alignment-weight", "0");
            case BASE,
                    CANDIDATE_MEAN,
                    SESSION_MEAN,
                    BOTH,
                    STUDENT,
                    FACETS,
                    FACETS_SHUFFLED,
                    COLUMNS,
                    FACETS_STUDENT,
                    LAMBDA_TUNED -> {}
        }
        for (Change change : changes) {
            switch (change) {
                case ITEM_TEXT -> settings.put(ITEM_TEXT, "add");
                case ITEM_TEXT_COLUMNS -> {
                    settings.put(ITEM_TEXT, "add");
                    if (!known.columns().isEmpty()) {
                        settings.put("item-text-columns", String.join(",", known.columns()));
                    }
                }
                case ITEM_TEXT_FACETS -> {
                    settings.put(ITEM_TEXT, "add");
                    known.facets().ifPresent(folder -> settings.put("item-text-facets", folder.toString()));
                }
                case LAST, EVERY_PREFIX -> settings.put("targets", Labels.of(change));
                case PUBLISHED -> settings.put("selection", "test");
                case CROSS_FIT -> {}
            }
        }
        return settings;
    }

    /** A control and what the comparison with it tells. */
    record Control(Arm arm, String question) {}

    /**
     * What the arm is compared with, the closest first: each differs from it in one thing only; and, for a fused arm, the
     * backbone alone.
     */
    List<Control> controls() {
        List<Control> controls = new ArrayList<>();
        switch (intents) {
            case BASE -> {}
            case ZERO -> {}
            case SHUFFLED, CANDIDATE_MEAN, SESSION_MEAN, EXPLICIT_ONLY, LATENT_ONLY, LAMBDA_0 ->
                controls.add(with(Intents.ZERO, OF_VECTORS));
            case FACETS_SHUFFLED -> controls.add(with(Intents.ZERO, OF_VECTORS));
            case COLUMNS -> {
                controls.add(with(Intents.ZERO, OF_VECTORS));
                controls.add(with(Intents.SESSION_MEAN, OF_SESSION));
            }
            case FACETS -> {
                controls.add(with(Intents.ZERO, OF_INTENTS));
                controls.add(with(Intents.FACETS_SHUFFLED, "whether they must be the item's own"));
                controls.add(with(Intents.COLUMNS, "what a language model's facets add to the data's own columns"));
                controls.add(with(Intents.CANDIDATE_MEAN, "what they add to the mean of the candidates' titles"));
                controls.add(with(Intents.SESSION_MEAN, OF_SESSION));
                controls.add(with(Intents.BOTH, "what intents of items change against those of sessions"));
            }
            case STUDENT -> {
                controls.add(with(Intents.BOTH, OF_STUDENT));
                controls.add(with(Intents.ZERO, OF_INTENTS));
                controls.add(with(Intents.SHUFFLED, "whether they must be the session's own"));
            }
            case FACETS_STUDENT -> {
                controls.add(with(Intents.FACETS, OF_STUDENT));
                controls.add(with(Intents.ZERO, OF_INTENTS));
                controls.add(with(Intents.FACETS_SHUFFLED, "whether they must be the item's own"));
            }
            case BOTH -> {
                controls.add(with(Intents.ZERO, OF_INTENTS));
                controls.add(with(Intents.SHUFFLED, "whether they must be the session's own"));
                controls.add(with(Intents.CANDIDATE_MEAN, "what choosing adds to the mean of the candidates' titles"));
                controls.add(with(Intents.SESSION_MEAN, OF_SESSION));
                controls.add(with(Intents.EXPLICIT_ONLY, "what latent intents add"));
                controls.add(with(Intents.LATENT_ONLY, "what explicit intents add"));
                controls.add(with(Intents.LAMBDA_0, "what the alignment adds"));
            }
            case LAMBDA_TUNED -> {
                controls.add(with(Intents.BOTH, "what tuning lambda adds"));
                controls.add(with(Intents.ZERO, OF_INTENTS));
                controls.add(with(Intents.LAMBDA_0, "what the alignment adds"));
            }
        }
        for (Change change : Change.values()) {
            if (changes.contains(change)) {
                Set<Change> fewer = EnumSet.copyOf(changes);
                fewer.remove(change);
                Arm without = new Arm(intents, fewer);
                if (hasItemTextBeyondTitles() && isBeyondTitles(change) && !without.hasItemTextBeyondTitles()) {
                    Set<Change> titles = EnumSet.of(Change.ITEM_TEXT);
                    titles.addAll(fewer);
                    controls.add(new Control(new Arm(intents, titles), question(change)));
                    controls.add(new Control(without, "what titles and these add together in the item table"));
                } else {
                    controls.add(new Control(without, question(change)));
                }
            }
        }
        if (isFused()) {
            controls.add(with(
                    Intents.BASE,
                    intents == Intents.ZERO ? "what the fusion's maps alone add" : ReportMaker.OF_FUSION));
        }
        return controls;
    }

    private Control with(Intents other, String question) {
        Set<Change> same = changes.isEmpty() ? Set.of() : EnumSet.copyOf(changes);
        if (other == Intents.BASE) {
            same = same.stream().filter(change -> change != Change.CROSS_FIT).collect(Collectors.toSet());
        }
        return new Control(new Arm(other, same), question);
    }

    private static boolean isBeyondTitles(Change change) {
        return change == Change.ITEM_TEXT_COLUMNS || change == Change.ITEM_TEXT_FACETS;
    }

    private static String question(Change change) {
        return switch (change) {
            case ITEM_TEXT -> "what titles in the item table add";
            case ITEM_TEXT_COLUMNS -> "what the data's own columns behind the titles add";
            case ITEM_TEXT_FACETS -> "what a language model's facets behind the titles add";
            case LAST -> "what training on last clicks alone changes";
            case EVERY_PREFIX -> "what training on every prefix changes";
            case CROSS_FIT -> "what unseen candidates change";
            case PUBLISHED -> "what the published recipe changes, its selection on the test set included";
        };
    }
}

package io.github.dmsrec.gnn.recipe;

import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.option.Option;
import io.github.dmsrec.core.option.WithoutEffect;
import io.github.dmsrec.gnn.recipe.TrainingOptions.ItemText;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Options that were given, but that others leave without effect. Whoever gives one expects something of it, so that it is
 * refused; values of presets and files, which several trainings may share, are not.
 */
public final class UnusedOptions {

    private static final List<Option<?>> OF_ITEM_TEXT = List.of(
            TrainingOptions.ITEM_TEXT_REDUCTION,
            TrainingOptions.ITEM_TEXT_SIZE,
            TrainingOptions.ITEM_TEXT_NORMALISATION,
            TrainingOptions.ITEM_TEXT_COLUMNS,
            TrainingOptions.ITEM_TEXT_FACETS);

    private UnusedOptions() {}

    /**
     * Refuses them.
     *
     * @param options in force
     * @param given the keys that were given for this training; one whose value is the default is not refused
     * @throws UserMistakeException naming all of them
     */
    public static void refuse(TrainingOptions options, Collection<String> given) {
        List<String> mistakes = Stream.of(
                        mistake("item-text", ofItemText(options), options, given),
                        mistake("schedule", ofSchedule(options), options, given))
                .flatMap(Optional::stream)
                .toList();
        if (!mistakes.isEmpty()) {
            throw new UserMistakeException(String.join(System.lineSeparator(), mistakes));
        }
    }

    private static Optional<String> mistake(
            String decides, List<Option<?>> without, TrainingOptions options, Collection<String> given) {
        return WithoutEffect.of(
                        without.stream()
                                .filter(option -> given.contains(option.key()))
                                .toList(),
                        options.values(),
                        TrainingOptions.defaults(options.backbone(), options.recipe())
                                .values(),
                        decides + "=" + options.toMap().get(decides),
                        "another " + decides)
                .map(unused -> unused.what() + " " + unused.advice());
    }

    private static List<Option<?>> ofItemText(TrainingOptions options) {
        return options.itemText() == ItemText.NONE ? OF_ITEM_TEXT : List.of();
    }

    private static List<Option<?>> ofSchedule(TrainingOptions options) {
        return switch (options.values().get(LearningRateSchedule.SCHEDULE)) {
            case STEP -> List.of(LearningRateSchedule.PLATEAU_EPOCHS);
            case PLATEAU -> List.of(LearningRateSchedule.DECAY_EVERY, LearningRateSchedule.DECAY_AT);
            case CONSTANT ->
                List.of(
                        LearningRateSchedule.DECAY,
                        LearningRateSchedule.DECAY_EVERY,
                        LearningRateSchedule.DECAY_AT,
                        LearningRateSchedule.PLATEAU_EPOCHS);
        };
    }
}

package io.github.dmsrec.intent.answers.replay;

import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.option.Option;
import io.github.dmsrec.core.option.OptionValues;
import io.github.dmsrec.intent.answers.store.AnswerStore;
import io.github.dmsrec.intent.llm.ChatEndpoint;
import io.github.dmsrec.intent.llm.ChatProvider;
import io.github.dmsrec.intent.llm.EndpointSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Stands in the place of the model of an earlier run, whose store of answers about items is read again: neither the
 * endpoint nor the file of the model need be there. Nobody is asked.
 */
public final class ReplayProvider implements ChatProvider {

    /** The key of the store. */
    public static final String FROM_KEY = ReplayOptions.FROM.key();

    /** The inferrer's name. */
    public static final String NAME = ReplayOptions.NAME;

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<Option<?>> options() {
        return List.of(ReplayOptions.FROM, ReplayOptions.MODEL, ReplayOptions.IDENTITY);
    }

    /**
     * The folder of the store that a value of {@link #FROM_KEY} names.
     *
     * @throws UserMistakeException if it names no store
     */
    public static Path storeFolder(String from) {
        return AnswerSource.storeFolder(Path.of(from))
                .filter(folder -> Files.isRegularFile(folder.resolve(AnswerStore.FILE_NAME)))
                .orElseThrow(() -> new UserMistakeException(
                        "'" + from + "' is no store of answers: there is no " + AnswerStore.FILE_NAME + ".",
                        "Give the folder of the option 'answers' of the run that asked."));
    }

    @Override
    public EndpointSettings settings(OptionValues values) {
        if (values.get(ReplayOptions.MODEL).isEmpty()) {
            throw new UserMistakeException(
                    "The inferrer '" + NAME + "' needs the option 'model': a store may hold answers of several.",
                    "Add '--model NAME' as the manifest of the run that asked has it; for llama-cpp it is the file's name.");
        }
        return EndpointSettings.of(
                values,
                "",
                values.get(ReplayOptions.MODEL),
                Map.of(
                        FROM_KEY,
                        ReplayOptions.FROM.type().format(values.get(ReplayOptions.FROM)),
                        ReplayOptions.IDENTITY.key(),
                        values.get(ReplayOptions.IDENTITY)));
    }

    @Override
    public String identity(EndpointSettings settings) {
        return settings.own(ReplayOptions.IDENTITY.key());
    }

    @Override
    public ChatEndpoint open(EndpointSettings settings, Map<String, String> environment) {
        throw new IllegalStateException("answers are replayed, so nobody is asked");
    }
}

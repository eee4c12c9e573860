package io.github.dmsrec.experiment.config;

import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.config.ConfigErrors;
import io.github.dmsrec.core.config.Section;
import io.github.dmsrec.intent.encode.EncoderOptions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The keys of a text encoder in the section {@code intents}. */
public final class EncoderSection {

    private EncoderSection() {}

    /**
     * Reads them.
     *
     * @param section if there is one
     * @param mistakes receives what is wrong; the built-in encoder is returned then
     */
    public static EncoderOptions read(Optional<Section> section, ConfigErrors mistakes) {
        if (section.isEmpty()) {
            return EncoderOptions.builtIn();
        }
        Map<String, String> given = new LinkedHashMap<>();
        for (String key : EncoderOptions.keys()) {
            section.get().text(key).ifPresent(value -> given.put(key, value));
        }
        try {
            return EncoderOptions.ofMap(given);
        } catch (UserMistakeException e) {
            String at = given.containsKey(EncoderOptions.ENCODER)
                    ? EncoderOptions.ENCODER
                    : given.keySet().iterator().next();
            mistakes.add(section.get().where(at), section.get().path(at) + ": " + OptionSections.oneLine(e));
            return EncoderOptions.builtIn();
        }
    }
}

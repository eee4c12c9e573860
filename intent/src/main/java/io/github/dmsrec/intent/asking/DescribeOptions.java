package io.github.dmsrec.intent.asking;

import io.github.dmsrec.core.option.Option;
import io.github.dmsrec.core.option.OptionSet;
import io.github.dmsrec.core.option.OptionValues;
import io.github.dmsrec.intent.inferrer.InferrerKind;
import io.github.dmsrec.intent.llm.ChatProvider;
import io.github.dmsrec.intent.llm.EndpointSettings;
import io.github.dmsrec.intent.prompt.FacetTemplate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How items are described.
 *
 * @param provider asks the model
 * @param asking how questions are asked
 * @param template what is asked about an item
 * @param columns shown beside titles; empty for those that the template names and the items have
 */
public record DescribeOptions(
        ChatProvider provider, AskingOptions asking, FacetTemplate template, List<String> columns) {

    private static final Option<String> TEMPLATE = Option.text(
            "template", "which facets are asked for, in which words: films, goods or a YAML file", FacetTemplate.GOODS);
    private static final Option<String> COLUMNS =
            Option.text("columns", "columns shown beside titles, by commas; empty for those of the template", "");

    /** The key of the template. */
    public static final String TEMPLATE_KEY = TEMPLATE.key();

    /** The key of the folder of answers. */
    public static final String ANSWERS_KEY = AskingOptions.ANSWERS.key();

    public DescribeOptions {
        columns = List.copyOf(columns);
    }

    /** The options of describing by a provider. */
    public static OptionSet options(ChatProvider provider) {
        List<Option<?>> all = new ArrayList<>(provider.options());
        all.addAll(EndpointSettings.OPTIONS);
        all.addAll(List.of(AskingOptions.ANSWERS, TEMPLATE, COLUMNS));
        all.addAll(AskingOptions.OPTIONS);
        all.addAll(RunLimits.OPTIONS);
        return new OptionSet(InferrerKind.owner(provider.name()), all);
    }

    /**
     * Reads the options.
     *
     * @throws io.github.dmsrec.core.UserMistakeException for an unknown key, a missing one or a value out of range
     */
    public static DescribeOptions of(ChatProvider provider, Map<String, String> given) {
        OptionValues values = options(provider).parse(given);
        return new DescribeOptions(
                provider,
                AskingOptions.read(values, provider.settings(values)),
                FacetTemplate.of(values.get(TEMPLATE)),
                Arrays.stream(values.get(COLUMNS).split(",", -1))
                        .map(String::strip)
                        .filter(column -> !column.isEmpty())
                        .toList());
    }

    /** As these, whatever share of the questions fails. */
    public DescribeOptions whateverFails() {
        return new DescribeOptions(provider, asking.withMaxFailedShare(1), template, columns);
    }

    /** Every option by key, in a fixed order. Never the API key. */
    public Map<String, String> toMap() {
        Map<String, String> map = new LinkedHashMap<>(asking.endpoint().toMap());
        map.put(ANSWERS_KEY, AskingOptions.ANSWERS.type().format(asking.answers()));
        map.put(TEMPLATE.key(), template.file() == null ? template.versionName() : String.valueOf(template.file()));
        map.put(COLUMNS.key(), String.join(",", columns));
        map.put("seed", Integer.toString(asking.endpoint().seed()));
        asking.putInto(map);
        asking.limits().putInto(map);
        return map;
    }
}

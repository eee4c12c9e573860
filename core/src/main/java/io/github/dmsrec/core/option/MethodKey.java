package io.github.dmsrec.core.option;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** The entry of a model's options that names its method. */
public final class MethodKey {

    /** The key. */
    public static final String METHOD = "method";

    /** The key in models of the first versions, which called every method a backbone. */
    private static final String FORMER = "backbone";

    private MethodKey() {}

    /** The same options in the same order, the method under its present key, however old the version that wrote them. */
    public static Map<String, String> renamed(Map<String, String> options) {
        if (!options.containsKey(FORMER) || options.containsKey(METHOD)) {
            return options;
        }
        Map<String, String> renamed = new LinkedHashMap<>();
        options.forEach((key, value) -> renamed.put(key.equals(FORMER) ? METHOD : key, value));
        return Collections.unmodifiableMap(renamed);
    }
}
